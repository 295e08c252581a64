import 'dmn-js/dist/assets/diagram-js.css';
import 'dmn-js/dist/assets/dmn-js-shared.css';
import 'dmn-js/dist/assets/dmn-js-drd.css';
import 'dmn-js/dist/assets/dmn-js-decision-table.css';
import 'dmn-js/dist/assets/dmn-js-decision-table-controls.css';
import 'dmn-js/dist/assets/dmn-js-literal-expression.css';
import 'dmn-js/dist/assets/dmn-js-boxed-expression.css';
import 'dmn-js/dist/assets/dmn-js-boxed-expression-controls.css';
import 'dmn-js/dist/assets/dmn-font/css/dmn.css';
import DmnModeler from 'dmn-js/lib/Modeler';
import { useEffect, useRef, useState } from 'react';
import { ErrorState } from '../../kit/index.ts';
import type { Resource } from '../api.ts';
import { useDesignerText } from '../texts.ts';

/** Time without a further change after which a decision is read from its editor. */
const SETTLE_MS = 300;

/** Edits a decision beside the diagram; every change goes to the draft. Opens its first decision table when there is one. */
export default function DecisionResourceEditor({
  resource,
  onChange,
}: {
  readonly resource: Resource;
  readonly onChange: (resource: Resource) => void;
}) {
  const { t } = useDesignerText();
  const host = useRef<HTMLDivElement>(null);
  const opened = useRef(resource);
  const latest = useRef(onChange);
  useEffect(() => {
    latest.current = onChange;
  });
  const [error, setError] = useState<unknown>(null);
  useEffect(() => {
    const container = host.current;
    if (container === null) return;
    const { name, content } = opened.current;
    const editor = new DmnModeler({ container });
    const stop = watch(editor, (xml) => latest.current({ name, content: xml }));
    openDecision(editor, content).catch(setError);
    return () => {
      stop();
      editor.destroy();
    };
  }, []);
  if (error !== null) return <ErrorState error={error} />;
  return <div ref={host} className="lw-decision-editor" role="region" aria-label={t('files.editing', { name: resource.name })} />;
}

async function openDecision(editor: DmnModeler, xml: string): Promise<void> {
  await editor.importXML(xml);
  const table = editor.getViews().find((view) => view.type === 'decisionTable');
  if (table !== undefined) await editor.open(table);
}

/** Hands over the XML some time after the last change in whatever view is open; returns how to stop. */
function watch(editor: DmnModeler, onXml: (xml: string) => void): () => void {
  const watched = new WeakSet<object>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const read = async (): Promise<void> => onXml((await editor.saveXML({ format: true })).xml);
  const changed = (): void => {
    clearTimeout(timer);
    timer = setTimeout(() => void read(), SETTLE_MS);
  };
  editor.on('views.changed', () => {
    const viewer = editor.getActiveViewer();
    if (viewer === undefined || watched.has(viewer)) return;
    watched.add(viewer);
    viewer.on('elements.changed', changed);
  });
  return () => clearTimeout(timer);
}
