import './editor.css';
import { SegmentedControl } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import type Modeler from 'bpmn-js/lib/Modeler';
import { lazy, Suspense, useCallback, useEffect, useMemo, useRef, useState, useSyncExternalStore, type DragEvent } from 'react';
import { ErrorState, LoadingState, useDocumentTitle, useErrorText, type Finding } from '../../kit/index.ts';
import { saveDraft, useElementTemplates, useOperations, type Draft, type OperationInfo } from '../api.ts';
import { fieldOf } from '../modeler/finding-field.ts';
import { showFindings } from '../modeler/finding-overlays.ts';
import { dragOperationTask, placeOperationTask, showElement } from '../modeler/operation-task.ts';
import { service, type DiagramElement } from '../modeler/services.ts';
import { linkDecision, linkForm } from '../modeler/link-file.ts';
import { useDesignerText } from '../texts.ts';
import { ConflictDialog } from './conflict-dialog.tsx';
import { DeployDialog } from './deploy-dialog.tsx';
import { download } from './download.ts';
import { DraftSession } from './draft-session.ts';
import { FilesPanel } from './files-panel.tsx';
import { OperationPalette } from './operation-palette.tsx';
import { ProblemsPanel } from './problems-panel.tsx';
import { baseName, diagramOf, kindOf } from './resources.ts';
import { presentTemplates, templateFor, topicOf, type TemplateTexts } from './templates.ts';
import { Toolbar, type ToolbarActions } from './toolbar.tsx';
import { useCheck } from './use-check.ts';
import { useModeler } from './use-modeler.ts';

const FormResourceEditor = lazy(() => import('./form-editor.tsx'));
const DecisionResourceEditor = lazy(() => import('./decision-editor.tsx'));

/** The designer of one draft: operations and files on the left, diagram with its properties, the findings below. */
export function DraftEditor({ draft, onReload }: { readonly draft: Draft; readonly onReload: () => void }) {
  const { t, language } = useDesignerText();
  const session = useSession(draft);
  const shown = useSyncExternalStore(session.subscribe, session.snapshot);
  useDocumentTitle(shown.name);
  const operations = useOperations();
  const templates = useElementTemplates();
  const check = useCheck(shown.resources, operations.data?.items);
  const [version, setVersion] = useState(0);
  const [openName, setOpenName] = useState<string | null>(null);
  const [side, setSide] = useState<'operations' | 'files'>('operations');
  const [deploying, setDeploying] = useState(false);
  const diagramName = diagramOf(shown.resources)?.name ?? 'process.bpmn';
  const drawn = useModeler({
    xml: diagramOf(shown.resources)?.content ?? '',
    version,
    language,
    onTouched: () => session.touch(),
    onXml: (content) => session.put({ name: diagramName, content }),
  });
  const { modeler } = drawn;
  useCollect(session, modeler, diagramName);
  const presented = useMemo(() => presentTemplates(templates.data ?? [], operations.data?.items ?? [], templateTexts(t, language)), [templates.data, operations.data, t, language]);
  useEffect(() => {
    if (modeler !== null) service(modeler, 'elementTemplatesLoader').setTemplates(presented);
  }, [modeler, presented]);
  const selected = useSelected(modeler);
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
    showFindings(modeler, check.findings, (elementId) => {
      const first = check.findings.find((each) => each.element === elementId);
      if (first !== undefined) openFinding(first);
    });
  }, [modeler, check.findings, openFinding]);
  const actions = useActions({ session, modeler, name: shown.name, diagramName, redraw: () => setVersion((before) => before + 1), deploy: () => setDeploying(true) });
  const placeable = (operation: OperationInfo): string => templateFor(presented, operation.topic)?.id ?? operation.topic;
  const open = shown.resources.find((each) => each.name === openName);
  return (
    <div className="lw-designer" {...dropOf(actions.importFile)}>
      <Toolbar draft={shown} modeler={modeler} actions={actions} />
      <div className="lw-designer-body" data-file-open={open !== undefined}>
        <aside className="lw-designer-side">
          <SegmentedControl
            size="xs"
            m="xs"
            mb={0}
            value={side}
            onChange={(value) => setSide(value === 'files' ? 'files' : 'operations')}
            data={[{ value: 'operations', label: t('operations.title') }, { value: 'files', label: t('files.short') }]}
          />
          {side === 'operations' ? (
            <OperationPalette
              operations={operations.data?.items ?? []}
              disabled={modeler === null || templates.data === undefined}
              onPlace={(operation, title) => modeler && placeOperationTask(modeler, placeable(operation), title)}
              onDrag={(event, operation, title) => modeler && dragOperationTask(modeler, event, placeable(operation), title)}
            />
          ) : (
            <FilesPanel
              resources={shown.resources}
              openName={openName}
              canLink={{ form: selected?.type === 'bpmn:UserTask' || selected?.type === 'bpmn:StartEvent', decision: selected?.type === 'bpmn:BusinessRuleTask' }}
              onOpen={setOpenName}
              onAdd={(resource) => {
                session.put(resource);
                setOpenName(resource.name);
              }}
              onRemove={(name) => {
                session.remove(name);
                if (openName === name) setOpenName(null);
              }}
              onLink={(kind, id) => {
                if (modeler !== null && selected !== undefined) (kind === 'form' ? linkForm : linkDecision)(modeler, selected, id);
              }}
            />
          )}
        </aside>
        <div className="lw-designer-middle">
          <div className="lw-designer-canvas" ref={drawn.setCanvas} hidden={open !== undefined} data-testid="canvas" />
          {drawn.error === null ? null : <ErrorState error={drawn.error} />}
          {open === undefined ? null : (
            <div className="lw-designer-file">
              <button type="button" className="lw-file-close" onClick={() => setOpenName(null)} data-testid="back-to-diagram">
                {t('files.backToDiagram')}
              </button>
              <Suspense fallback={<LoadingState />}>
                {kindOf(open.name) === 'form' ? (
                  <FormResourceEditor key={open.name} resource={open} onChange={(resource) => session.put(resource)} />
                ) : (
                  <DecisionResourceEditor key={open.name} resource={open} onChange={(resource) => session.put(resource)} />
                )}
              </Suspense>
            </div>
          )}
          <ProblemsPanel check={check} nameOf={nameOf} onOpen={openFinding} />
        </div>
        <div className="lw-designer-properties" ref={drawn.setProperties} hidden={open !== undefined} />
      </div>
      <DeployDialog opened={deploying} onClose={() => setDeploying(false)} resources={shown.resources} findings={check.findings} nameOf={nameOf} onOpenFinding={openFinding} />
      <ConflictDialog opened={shown.phase === 'conflict'} error={shown.error} name={shown.name} resources={shown.resources} onReload={onReload} />
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

/** The session of a draft, ended with the page; leaving the site with unsaved changes asks first. */
function useSession(draft: Draft): DraftSession {
  const [session] = useState(
    () =>
      new DraftSession(draft, {
        save: saveDraft,
        now: () => Date.now(),
        after: (delayMs, work) => {
          const timer = setTimeout(work, delayMs);
          return () => clearTimeout(timer);
        },
      }),
  );
  useEffect(() => {
    const warn = (event: BeforeUnloadEvent): void => {
      if (session.snapshot().phase !== 'saved') event.preventDefault();
    };
    addEventListener('beforeunload', warn);
    return () => {
      removeEventListener('beforeunload', warn);
      void session.save();
    };
  }, [session]);
  return session;
}

/** Before every save the session takes the diagram as it is at that moment. */
function useCollect(session: DraftSession, modeler: Modeler | null, diagramName: string): void {
  useEffect(() => {
    if (modeler === null) return;
    session.collect = async () => {
      const { xml } = await modeler.saveXML({ format: true });
      if (xml !== undefined) session.put({ name: diagramName, content: xml });
    };
    return () => {
      session.collect = () => Promise.resolve();
    };
  }, [session, modeler, diagramName]);
}

/** The one element selected in the diagram; undefined when none or several are. */
function useSelected(modeler: Modeler | null): DiagramElement | undefined {
  const [selected, setSelected] = useState<DiagramElement | undefined>(undefined);
  useEffect(() => {
    if (modeler === null) return;
    const read = (): void => {
      const all = service(modeler, 'selection').get();
      setSelected(all.length === 1 ? all[0] : undefined);
    };
    modeler.on('selection.changed', read);
    modeler.on('element.changed', read);
    return () => {
      modeler.off('selection.changed', read);
      modeler.off('element.changed', read);
      setSelected(undefined);
    };
  }, [modeler]);
  return selected;
}

function nameIn(modeler: Modeler | null, id: string): string {
  const name = modeler === null ? undefined : service(modeler, 'elementRegistry').get(id)?.businessObject.name;
  return name === undefined || name === '' ? id : name;
}

/** Selects the element of a finding, shows it, and opens the field in which it is mended. */
function goToFinding(modeler: Modeler, finding: Finding, templates: Parameters<typeof templateFor>[0]): void {
  const element = typeof finding.element === 'string' ? service(modeler, 'elementRegistry').get(finding.element) : undefined;
  if (element === undefined) return;
  service(modeler, 'selection').select(element);
  showElement(modeler, element);
  const templateId = element.businessObject.get('zeebe:modelerTemplate');
  const template = templates.find((each) => each.id === templateId || topicOf(each) === templateId) ?? null;
  const entry = fieldOf(finding, template);
  // The properties panel draws the selected element in the next frames; before that its fields are not there to be shown.
  if (entry !== undefined) setTimeout(() => service(modeler, 'eventBus').fire('propertiesPanel.showEntry', { id: entry }), 100);
}

function useActions(context: {
  readonly session: DraftSession;
  readonly modeler: Modeler | null;
  readonly name: string;
  readonly diagramName: string;
  readonly redraw: () => void;
  readonly deploy: () => void;
}): ToolbarActions {
  const { t } = useDesignerText();
  const errorText = useErrorText();
  const latest = useRef(context);
  useEffect(() => {
    latest.current = context;
  });
  const fail = (error: unknown): void => {
    notifications.show({ color: 'red', title: t('editor.failed'), message: errorText(error) });
  };
  const withModeler = (work: (modeler: Modeler) => Promise<void>) => () => {
    if (context.modeler !== null) work(context.modeler).catch(fail);
  };
  const redrawWith = async (xml: string): Promise<void> => {
    latest.current.session.put({ name: latest.current.diagramName, content: xml });
    latest.current.redraw();
  };
  return {
    rename: (name) => context.session.rename(name),
    save: () => void context.session.save().then((saved) => saved && notifications.show({ message: t('save.done'), color: 'green' })),
    deploy: () => void context.session.save().then((saved) => saved && latest.current.deploy()),
    layOut: withModeler(async (modeler) => {
      const [{ layoutProcess }, { xml }] = await Promise.all([import('bpmn-auto-layout'), modeler.saveXML({ format: true })]);
      if (xml?.includes('<bpmn:laneSet') === true) throw new Error(t('editor.layOutLanes'));
      await redrawWith(await layoutProcess(xml ?? ''));
    }),
    importFile: (file) => {
      file
        .text()
        .then((content) => (kindOf(file.name) === 'form' || kindOf(file.name) === 'decision' ? context.session.put({ name: file.name, content }) : redrawWith(content)))
        .catch(fail);
    },
    downloadXml: withModeler(async (modeler) => {
      const { xml } = await modeler.saveXML({ format: true });
      download(context.diagramName, xml ?? '', 'application/xml');
    }),
    downloadSvg: withModeler(async (modeler) => {
      const { svg } = await modeler.saveSVG();
      download(`${baseName(context.diagramName)}.svg`, svg, 'image/svg+xml');
    }),
  };
}

/** Takes files that are dropped anywhere on the designer. */
function dropOf(importFile: (file: File) => void): { readonly onDragOver: (event: DragEvent) => void; readonly onDrop: (event: DragEvent) => void } {
  const hasFiles = (event: DragEvent): boolean => event.dataTransfer.types.includes('Files');
  return {
    onDragOver: (event) => {
      if (hasFiles(event)) event.preventDefault();
    },
    onDrop: (event) => {
      if (!hasFiles(event)) return;
      event.preventDefault();
      for (const file of event.dataTransfer.files) importFile(file);
    },
  };
}
