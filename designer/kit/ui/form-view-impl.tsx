import '@bpmn-io/form-js-viewer/dist/assets/form-js.css';
import './form-view.css';
import { Form } from '@bpmn-io/form-js-viewer';
import type { TFunction } from 'i18next';
import { useEffect, useImperativeHandle, useMemo, useRef, useState } from 'react';
import type { FieldProblem } from '../api/problem.ts';
import type { Json } from '../api/types.ts';
import { useText } from '../i18n/use-text.ts';
import { useFormReferences } from '../records/form-references.ts';
import { translateForm } from './form-language.ts';
import { translateLeftovers } from './form-leftovers.ts';
import { formTexts } from './form-texts.ts';
import type { FormViewProps } from './form-view-types.ts';
import { ErrorState, LoadingState } from './states.tsx';

const touchEvents = ['input', 'change', 'keydown', 'pointerdown'] as const;

type Values = Readonly<Record<string, unknown>>;

/** A field of a drawn form as far as it is used: its own id, and the key its value is sent under. */
interface DrawnField {
  readonly id: string;
  readonly key?: string;
}

/** A form-js form with the application's look and language. */
export default function FormViewImpl(props: FormViewProps) {
  const schema = useFormReferences(props.schema, props.data);
  return schema === undefined ? <LoadingState /> : <DrawnForm {...props} schema={schema} />;
}

function DrawnForm({ schema, data, readOnly = false, onChange, problems, ref }: FormViewProps) {
  const { t, language } = useText();
  const host = useRef<HTMLDivElement>(null);
  const typed = useRef<Json>(data);
  const latestChange = useRef(onChange);
  const [form, setForm] = useState<Form | null>(null);
  const [failure, setFailure] = useState<unknown>(null);
  const translated = useMemo(() => translateForm(schema, language), [schema, language]);

  useEffect(() => {
    latestChange.current = onChange;
  });
  useEffect(() => {
    if (host.current === null) return;
    const made = new Form({
      container: host.current,
      additionalModules: [{ translate: ['value', translator(t)] }],
      properties: { readOnly },
    });
    let alive = true;
    const stopTranslating = translateLeftovers(host.current, { search: t('form.search'), select: t('form.select') });
    // Drawing a form already counts as a change to the library; a person's change comes with an input, a key or a click.
    let touched = false;
    const container = host.current;
    const touch = (event: Event) => {
      touched ||= event.isTrusted;
    };
    for (const event of touchEvents) container.addEventListener(event, touch, true);
    made.importSchema(translated, typed.current).then(
      () => {
        if (alive) setForm(made);
      },
      (error: unknown) => {
        if (alive) setFailure(error);
      },
    );
    made.on('changed', (event: { readonly data: Json }) => {
      typed.current = event.data;
      if (alive && touched) latestChange.current?.(made._getSubmitData());
    });
    return () => {
      alive = false;
      setForm(null);
      stopTranslating();
      for (const event of touchEvents) container.removeEventListener(event, touch, true);
      made.destroy();
    };
  }, [translated, readOnly, t]);
  useEffect(() => {
    if (form !== null && problems !== undefined && problems.length > 0) showProblems(form, problems);
  }, [form, problems]);

  useImperativeHandle(ref, () => ({ submit: () => submit(form), data: () => form?._getSubmitData() ?? {} }), [form]);
  if (failure !== null) return <ErrorState error={failure} />;
  return <div ref={host} className="lw-form" />;
}

function submit(form: Form | null): Json | null {
  if (form === null) return null;
  // Fields hand over what was typed last when they lose the focus.
  if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
  const { data, errors } = form.submit();
  if (Object.keys(errors).length === 0) return data;
  document.querySelector<HTMLElement>('.lw-form .fjs-has-errors :is(input, textarea, [tabindex])')?.focus();
  return null;
}

function showProblems(form: Form, problems: readonly FieldProblem[]): void {
  const fields = form.get<{ getAll(): readonly DrawnField[] }>('formFieldRegistry').getAll();
  const errors: Record<string, string[]> = {};
  for (const problem of problems) {
    const field = fields.find((candidate) => candidate.key === problem.path);
    if (field !== undefined) errors[field.id] = [...(errors[field.id] ?? []), problem.message];
  }
  form._setState({ errors });
}

function translator(t: TFunction): (text: string, values?: Values) => string {
  return (text, values = {}) => {
    const key = formTexts[text];
    if (key !== undefined) return t(`form.${key}`, { ...values });
    return text.replaceAll(/\{([^{}]+)\}/g, (whole, name: string) => (name in values ? String(values[name]) : whole));
  };
}
