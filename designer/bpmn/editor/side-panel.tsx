import { SegmentedControl } from '@mantine/core';
import type Modeler from 'bpmn-js/lib/Modeler';
import { useState } from 'react';
import type { ElementTemplate, OperationInfo } from '../api.ts';
import { addErrorEvent, caughtCodes, topicOfElement } from '../modeler/error-event.ts';
import { linkDecision, linkForm } from '../modeler/link-file.ts';
import { dragOperationTask, placeOperationTask } from '../modeler/operation-task.ts';
import { useDesignerText } from '../texts.ts';
import type { DraftSession, DraftSnapshot } from './draft-session.ts';
import { ErrorEvents } from './error-events.tsx';
import { FilesPanel } from './files-panel.tsx';
import { OperationPalette } from './operation-palette.tsx';
import { templateFor } from './templates.ts';
import { useSelected } from './use-selected.ts';

/** The left side of the designer: the operations to put into the diagram, or the forms and decisions beside it. */
export function SidePanel(props: {
  readonly session: DraftSession;
  readonly draft: DraftSnapshot;
  readonly modeler: Modeler | null;
  readonly operations: readonly OperationInfo[];
  readonly templates: readonly ElementTemplate[];
  readonly openName: string | null;
  readonly onOpen: (name: string | null) => void;
}) {
  const { t } = useDesignerText();
  const { session, modeler, openName, onOpen } = props;
  const [shown, setShown] = useState<'operations' | 'files'>('operations');
  const selected = useSelected(modeler);
  const topic = selected === undefined ? undefined : topicOfElement(selected);
  const called = props.operations.find((each) => each.topic === topic);
  const templateId = (operation: OperationInfo): string => templateFor(props.templates, operation.topic)?.id ?? operation.topic;
  return (
    <aside className="lw-designer-side">
      <SegmentedControl
        size="xs"
        m="xs"
        mb={0}
        value={shown}
        onChange={(value) => setShown(value === 'files' ? 'files' : 'operations')}
        data={[
          { value: 'operations', label: t('operations.title') },
          { value: 'files', label: t('files.short') },
        ]}
      />
      {shown === 'operations' && selected !== undefined && called !== undefined ? (
        <ErrorEvents
          operation={called}
          caught={caughtCodes(selected)}
          onAdd={(code, name) => modeler && addErrorEvent(modeler, selected, code, name)}
        />
      ) : null}
      {shown === 'operations' ? (
        <OperationPalette
          operations={props.operations}
          disabled={modeler === null || props.templates.length === 0}
          onPlace={(operation, title) => modeler && placeOperationTask(modeler, templateId(operation), title)}
          onDrag={(event, operation, title) => modeler && dragOperationTask(modeler, event, templateId(operation), title)}
        />
      ) : (
        <FilesPanel
          resources={props.draft.resources}
          openName={openName}
          canLink={{
            form: selected?.type === 'bpmn:UserTask' || selected?.type === 'bpmn:StartEvent',
            decision: selected?.type === 'bpmn:BusinessRuleTask',
          }}
          onOpen={onOpen}
          onAdd={(resource) => {
            session.put(resource);
            onOpen(resource.name);
          }}
          onRemove={(name) => {
            session.remove(name);
            if (openName === name) onOpen(null);
          }}
          onLink={(kind, id) => {
            if (modeler !== null && selected !== undefined) (kind === 'form' ? linkForm : linkDecision)(modeler, selected, id);
          }}
        />
      )}
    </aside>
  );
}
