import { Anchor, Badge, Text } from '@mantine/core';
import { IconCheck, IconMinus } from '@tabler/icons-react';
import type { BusinessRecord, RecordField } from '../api/types.ts';
import { toText } from '../format/text.ts';
import { useFormat } from '../format/use-format.ts';
import { useText } from '../i18n/use-text.ts';
import { AppLink } from '../navigation/link.tsx';
import { choicesOf, currencyOf, kindOf, recordHref, referenceLabel } from './record-meta.ts';

/** Words in the value of a state that tell how it stands, for the colour of its badge. */
const tones: readonly (readonly [pattern: RegExp, color: string])[] = [
  [/^(won|paid|done|active|posted|completed|shipped|sent|open_for_orders)$/i, 'green'],
  [/^(lost|cancelled|canceled|blocked|overdue|failed|rejected|reversed)$/i, 'red'],
  [/^(draft|new|pending|inactive)$/i, 'gray'],
  [/(partial|partly|waiting|due|offer)/i, 'yellow'],
];

/** The value of a field the way people read it: formatted, as a badge, or as a link. An empty value is a dash. */
export function FieldValue({ record, field }: { readonly record: BusinessRecord; readonly field: RecordField }) {
  const { t, language } = useText();
  const format = useFormat();
  const value = record[field.name];
  if (value === null || value === undefined || value === '')
    return (
      <Text span c="dimmed">
        –
      </Text>
    );
  const text = toText(value);
  switch (kindOf(field)) {
    case 'money':
      return <span className="lw-number">{format.money(text, currencyOf(record))}</span>;
    case 'number':
      return <span className="lw-number">{format.decimal(withoutTrailingZeros(text))}</span>;
    case 'percent':
      return <span className="lw-number">{format.percent(text)}</span>;
    case 'date':
      return format.date(text);
    case 'datetime':
      return format.dateTime(text);
    case 'boolean':
      return value === true ? <IconCheck size={16} aria-label={t('value.yes')} /> : <IconMinus size={16} aria-label={t('value.no')} />;
    case 'choice':
      return (
        <Badge variant="light" color={toneOf(text)} tt="none" size="sm">
          {choicesOf(field, language).find((choice) => choice.value === text)?.label ?? text}
        </Badge>
      );
    case 'reference':
      return (
        <AppLink href={recordHref(field.reference ?? '', text)} fz="inherit">
          {referenceLabel(record, field.name)}
        </AppLink>
      );
    case 'email':
      return (
        <Anchor href={`mailto:${text}`} fz="inherit">
          {text}
        </Anchor>
      );
    case 'long-text':
      return <span className="lw-long-text">{text}</span>;
    case 'text':
      return text;
  }
}

function toneOf(value: string): string {
  return tones.find(([pattern]) => pattern.test(value))?.[1] ?? 'lane';
}

function withoutTrailingZeros(text: string): string {
  return text.includes('.') ? text.replace(/\.?0+$/, '') : text;
}
