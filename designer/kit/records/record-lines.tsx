import { Table, Text } from '@mantine/core';
import { useMemo } from 'react';
import { useRecords, useRecordTypes } from '../api/records.ts';
import type { RecordField, RecordType } from '../api/types.ts';
import { localized } from '../i18n/languages.ts';
import { useText } from '../i18n/use-text.ts';
import { FieldValue } from './field-value.tsx';
import { isNumeric, kindOf } from './record-meta.ts';

/** How many lines a card shows; the record's page shows all. */
const MOST_LINES = 6;

/** Figures of a line that tell how it stands, in the order they are shown; those that a type does not have are left out. */
const figures = ['quantity', 'reserved', 'shipped'];

/** The lines of a document in short: what, how much, and how much of it is reserved and shipped. Nothing for a record without lines. */
export function RecordLines({ type, id }: { readonly type: RecordType; readonly id: string }) {
  const { t, language } = useText();
  const related = type.related.find((candidate) => candidate.type === `${type.name}_line`);
  const lineType = useRecordTypes().data?.items.find((candidate) => candidate.name === related?.type);
  const query = useMemo(
    () => ({ filter: { [related?.byField ?? '']: id }, sort: lineType?.defaultSort ?? undefined, limit: MOST_LINES }),
    [related, id, lineType],
  );
  const lines = useRecords(related?.type ?? '', query, related !== undefined && lineType !== undefined);
  const page = lines.data?.pages[0];
  if (lineType === undefined || page === undefined || page.items.length === 0) return null;
  const columns = columnsOf(lineType, related?.byField ?? '');
  const left = (page.total ?? page.items.length) - page.items.length;
  return (
    <>
      <Table fz="xs" mt="xs" verticalSpacing={3} horizontalSpacing={4}>
        <Table.Thead>
          <Table.Tr>
            {columns.map((field) => (
              <Table.Th key={field.name} scope="col" ta={isNumeric(field) ? 'right' : 'left'} c="dimmed" fw={500}>
                {localized(field.title, language)}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {page.items.map((line) => (
            <Table.Tr key={line.id}>
              {columns.map((field) => (
                <Table.Td key={field.name} ta={isNumeric(field) ? 'right' : 'left'}>
                  <FieldValue record={line} field={field} />
                </Table.Td>
              ))}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      {left > 0 ? (
        <Text size="xs" c="dimmed" mt={4}>
          {t('record.moreLines', { count: left })}
        </Text>
      ) : null}
    </>
  );
}

/** What the line is of (the first reference that does not lead back to the document) and its figures. */
function columnsOf(type: RecordType, byField: string): readonly RecordField[] {
  const what = type.fields.find((field) => kindOf(field) === 'reference' && field.name !== byField);
  const numbers = figures.flatMap((name) => type.fields.filter((field) => field.name === name));
  return what === undefined ? numbers : [what, ...numbers];
}
