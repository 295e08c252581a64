import { Card, Group, Stack, Text, ThemeIcon } from '@mantine/core';
import { useRecord, useRecordTypes } from '../api/records.ts';
import type { Json, RecordType } from '../api/types.ts';
import { localized } from '../i18n/languages.ts';
import { useText } from '../i18n/use-text.ts';
import { AppLink } from '../navigation/link.tsx';
import { RecordSign } from '../ui/record-sign.tsx';
import { ErrorState, LoadingState } from '../ui/states.tsx';
import { FieldValue } from './field-value.tsx';
import { RecordLines } from './record-lines.tsx';
import { labelOf, recordHref, typeOfVariable } from './record-meta.ts';

/** How many fields a card shows. */
const FIELDS_ON_CARD = 6;

/** How many cards stand beside a task. */
const MOST_CARDS = 4;

/** A record in short: what it is, its name, its most telling fields, and the way to its page. */
export function RecordCard({ type, id }: { readonly type: RecordType; readonly id: string }) {
  const { language } = useText();
  const record = useRecord(type.name, id);
  if (record.data === undefined) {
    return record.error === null ? <LoadingState minHeight={90} /> : <ErrorState error={record.error} retry={record.refetch} />;
  }
  const { data } = record;
  const fields = type.fields.filter((field) => field.inList !== false && field.name !== type.labelField).slice(0, FIELDS_ON_CARD);
  return (
    <Card withBorder padding="sm" component="section" aria-label={localized(type.title, language)}>
      <Group gap="sm" wrap="nowrap" mb="xs">
        <ThemeIcon variant="light" size="lg">
          <RecordSign name={type.icon} size={18} />
        </ThemeIcon>
        <div>
          <Text size="xs" c="dimmed">
            {localized(type.title, language)}
          </Text>
          <AppLink href={recordHref(type.name, id)} fw={600}>
            {labelOf(type, data)}
          </AppLink>
        </div>
      </Group>
      <Stack gap={4}>
        {fields.map((field) => (
          <Group key={field.name} justify="space-between" gap="sm" wrap="nowrap" align="flex-start">
            <Text size="sm" c="dimmed">
              {localized(field.title, language)}
            </Text>
            <Text size="sm" component="div" ta="right" style={{ overflowWrap: 'anywhere' }}>
              <FieldValue record={data} field={field} />
            </Text>
          </Group>
        ))}
      </Stack>
      <RecordLines type={type} id={id} />
    </Card>
  );
}

/** The records that process variables point to (`orderId`, `customerId`, ...), as cards, the most specific first. */
export function RecordCards({ variables }: { readonly variables: Json }) {
  const types = useRecordTypes();
  return recordsIn(variables, types.data?.items ?? []).map(({ type, id }) => <RecordCard key={`${type.name} ${id}`} type={type} id={id} />);
}

const order = ['writeOffId', 'invoiceId', 'shipmentId', 'orderId', 'dealId', 'customerId', 'itemId'];

/** Finds the records that variables point to by their names. */
export function recordsIn(variables: Json, types: readonly RecordType[]): readonly { readonly type: RecordType; readonly id: string }[] {
  const rank = (name: string) => (order.includes(name) ? order.indexOf(name) : order.length);
  return Object.entries(variables)
    .filter(([name, value]) => name.endsWith('Id') && typeof value === 'string' && value !== '')
    .toSorted(([left], [right]) => rank(left) - rank(right))
    .flatMap(([name, value]) => {
      const type = typeOfVariable(name, types);
      return type === undefined ? [] : [{ type, id: String(value) }];
    })
    .slice(0, MOST_CARDS);
}
