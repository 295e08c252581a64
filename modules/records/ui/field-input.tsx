import { Select, Switch, Textarea, TextInput } from '@mantine/core';
import { choicesOf, kindOf, localized, RecordPicker, useText } from '../../../designer/kit/index.ts';
import type { RecordField } from '../../../designer/kit/index.ts';

/** The input of a field, by the kind of its values. */
export function FieldInput({
  field,
  value,
  error,
  onChange,
}: {
  readonly field: RecordField;
  readonly value: string | boolean;
  readonly error: string | undefined;
  readonly onChange: (value: string | boolean) => void;
}) {
  const { language } = useText('records');
  const common = { label: localized(field.title, language), required: field.required === true, error };
  const text = typeof value === 'string' ? value : '';
  const type = (event: { readonly currentTarget: { readonly value: string } }) => onChange(event.currentTarget.value);
  switch (kindOf(field)) {
    case 'boolean':
      return (
        <Switch
          label={common.label}
          checked={value === true}
          onChange={(event) => onChange(event.currentTarget.checked)}
          error={error}
          mt="lg"
        />
      );
    case 'choice':
      return (
        <Select
          {...common}
          data={[...choicesOf(field, language)]}
          value={text === '' ? null : text}
          onChange={(chosen) => onChange(chosen ?? '')}
          clearable={!common.required}
        />
      );
    case 'reference':
      return (
        <RecordPicker
          type={field.reference ?? ''}
          label={common.label}
          required={common.required}
          error={error}
          value={text === '' ? null : text}
          onChange={(id) => onChange(id ?? '')}
        />
      );
    case 'long-text':
      return <Textarea {...common} value={text} onChange={type} autosize minRows={3} maxRows={10} />;
    case 'date':
      return <TextInput {...common} type="date" value={text} onChange={type} />;
    case 'datetime':
      return <TextInput {...common} type="datetime-local" value={text} onChange={type} />;
    case 'number':
    case 'money':
    case 'percent':
      return <TextInput {...common} inputMode="decimal" value={text} onChange={type} />;
    case 'email':
      return <TextInput {...common} type="email" value={text} onChange={type} />;
    case 'text':
      return <TextInput {...common} value={text} onChange={type} />;
  }
}
