import '@bpmn-io/form-js-editor/dist/assets/form-js-editor.css';
import '@bpmn-io/form-js-viewer/dist/assets/form-js.css';
import { FormEditor } from '@bpmn-io/form-js-editor';
import { useEffect, useRef, useState } from 'react';
import { ErrorState } from '../../kit/index.ts';
import type { Resource } from '../api.ts';
import { useDesignerText } from '../texts.ts';

/** Edits a form beside the diagram; every change goes to the draft. The form is read once, when it is opened. */
export default function FormResourceEditor({
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
    const editor = new FormEditor({ container });
    const changed = (): void => latest.current({ name, content: JSON.stringify(editor.saveSchema(), null, 2) });
    readForm(content)
      .then((schema) => editor.importSchema(schema))
      .then(() => editor.on('changed', 500, changed))
      .catch(setError);
    return () => editor.destroy();
  }, []);
  if (error !== null) return <ErrorState error={error} />;
  return <div ref={host} className="lw-form-editor" role="region" aria-label={t('files.editing', { name: resource.name })} />;
}

/** Reads a form file; rejects when it is no JSON object. */
async function readForm(content: string): Promise<object> {
  const schema: unknown = await Promise.resolve(content).then(JSON.parse);
  if (typeof schema !== 'object' || schema === null) throw new Error(`Expected a form as a JSON object, but found ${typeof schema}.`);
  return schema;
}
