import './editor.css';
import { useCallback, useEffect, useMemo, useState, useSyncExternalStore } from 'react';
import { ErrorState, useDocumentTitle, type Finding } from '../../kit/index.ts';
import { useElementTemplates, useOperations, type Draft } from '../api.ts';
import { ImportDialog } from '../import/import-dialog.tsx';
import { useImport } from '../import/use-import.ts';
import { useFindingWords } from './finding-text.ts';
import { showFindings } from '../modeler/finding-overlays.ts';
import { goToFinding, nameIn } from '../modeler/go-to-finding.ts';
import { service } from '../modeler/services.ts';
import { useDesignerText } from '../texts.ts';
import { ConflictDialog } from './conflict-dialog.tsx';
import { DeployDialog } from './deploy-dialog.tsx';
import { FileEditor } from './file-editor.tsx';
import { ProblemsPanel } from './problems-panel.tsx';
import { diagramOf, kindOf } from './resources.ts';
import { SidePanel } from './side-panel.tsx';
import { presentTemplates, type TemplateTexts } from './templates.ts';
import { Toolbar } from './toolbar.tsx';
import { dropOf, useActions } from './use-actions.ts';
import { useCheck } from './use-check.ts';
import { useDiagramOf, useDraftSession } from './use-draft-session.ts';
import { useModeler } from './use-modeler.ts';

/** The designer of one draft: operations and files on the left, diagram with its properties, the findings below. */
export function DraftEditor({ draft, onReload }: { readonly draft: Draft; readonly onReload: () => void }) {
  const { t, language } = useDesignerText();
  const session = useDraftSession(draft);
  const shown = useSyncExternalStore(session.subscribe, session.snapshot);
  useDocumentTitle(shown.name);
  const operations = useOperations();
  const templates = useElementTemplates();
  const check = useCheck(shown.resources, operations.data?.items);
  const [version, setVersion] = useState(0);
  const [openName, setOpenName] = useState<string | null>(null);
  const [deploying, setDeploying] = useState(false);
  const diagram = diagramOf(shown.resources);
  const diagramName = diagram?.name ?? 'process.bpmn';
  const { modeler, error, setCanvas, setProperties } = useModeler({
    xml: diagram?.content ?? '',
    version,
    language,
    onTouched: () => session.touch(),
    onXml: (content) => session.put({ name: diagramName, content }),
  });
  useDiagramOf(session, modeler, diagramName);
  const presented = useMemo(
    () => presentTemplates(templates.data ?? [], operations.data?.items ?? [], templateTexts(t, language)),
    [templates.data, operations.data, t, language],
  );
  useEffect(() => {
    if (modeler !== null) service(modeler, 'elementTemplatesLoader').setTemplates(presented);
  }, [modeler, presented]);
  const wordsOf = useFindingWords();
  const nameOf = useCallback((id: string) => nameIn(modeler, id), [modeler]);
  const openFinding = useCallback(
    (finding: Finding) => {
      setOpenName(finding.resource === undefined || kindOf(finding.resource) === 'diagram' ? null : finding.resource);
      setDeploying(false);
      if (modeler !== null) goToFinding(modeler, finding, presented);
    },
    [modeler, presented],
  );
  useEffect(() => {
    if (modeler === null) return;
    const describe = (finding: Finding): string => [wordsOf(finding).sentence, wordsOf(finding).mend ?? ''].join(' ').trim();
    showFindings(modeler, check.findings, describe, openFinding);
  }, [modeler, check.findings, openFinding, wordsOf]);
  const redraw = (): void => setVersion((before) => before + 1);
  const importing = useImport((resources) => {
    for (const each of resources) session.put(each);
    if (resources.some((each) => kindOf(each.name) === 'diagram')) redraw();
  });
  const actions = useActions({ session, modeler, diagramName, redraw, deploy: () => setDeploying(true), beginImport: importing.begin });
  const open = shown.resources.find((each) => each.name === openName);
  return (
    <div className="lw-designer" {...dropOf(actions.importFiles)}>
      <Toolbar draft={shown} modeler={modeler} actions={actions} />
      <div className="lw-designer-body" data-file-open={open !== undefined}>
        <SidePanel
          session={session}
          draft={shown}
          modeler={modeler}
          operations={operations.data?.items ?? []}
          templates={presented}
          openName={openName}
          onOpen={setOpenName}
        />
        <div className="lw-designer-middle">
          <div className="lw-designer-canvas" ref={setCanvas} hidden={open !== undefined} data-testid="canvas" />
          {error === null ? null : <ErrorState error={error} />}
          {open === undefined ? null : <FileEditor file={open} onChange={(file) => session.put(file)} onClose={() => setOpenName(null)} />}
          <ProblemsPanel check={check} nameOf={nameOf} onOpen={openFinding} />
        </div>
        <div className="lw-designer-properties" ref={setProperties} hidden={open !== undefined} data-testid="properties" />
      </div>
      <DeployDialog
        opened={deploying}
        onClose={() => setDeploying(false)}
        resources={shown.resources}
        findings={check.findings}
        nameOf={nameOf}
        onOpenFinding={openFinding}
      />
      <ImportDialog importing={importing} accept={t('import.replace')} />
      <ConflictDialog
        opened={shown.phase === 'conflict'}
        error={shown.error}
        name={shown.name}
        resources={shown.resources}
        onReload={onReload}
      />
    </div>
  );
}

/** How templates speak: known members of inputs and results by name, others as the server names them. */
function templateTexts(t: ReturnType<typeof useDesignerText>['t'], language: string): TemplateTexts {
  return {
    language,
    field: (name) => {
      const text = t(`field.${name}`, { defaultValue: '' });
      return text === '' ? undefined : text;
    },
    group: (id, label) => t(`operations.group.${id}`, { defaultValue: label }),
    output: (field) => t('operations.outputVariable', { field }),
  };
}
