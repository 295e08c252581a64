import { Button, Text } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useMemo } from 'react';
import {
  AppLink,
  DataTable,
  FieldValue,
  isNumeric,
  labelOf,
  Loaded,
  localized,
  PlainLink,
  recordHref,
  useRecords,
  useRecordTypes,
  useText,
} from '../../../designer/kit/index.ts';
import type { BusinessRecord, Column, RecordType } from '../../../designer/kit/index.ts';
import { PartTitle } from './part-title.tsx';

/** The records of another type that belong to a record, for example the lines of an order. */
export function RelatedTable({
  owner,
  related,
  id,
}: {
  readonly owner: RecordType;
  readonly related: RecordType['related'][number];
  readonly id: string;
}) {
  const { t, language } = useText('records');
  const type = useRecordTypes().data?.items.find((candidate) => candidate.name === related.type);
  const filter = useMemo(() => ({ [related.byField]: id }), [related.byField, id]);
  const records = useRecords(related.type, { filter, sort: type?.defaultSort ?? undefined }, type !== undefined);
  const items = useMemo(() => records.data?.pages.flatMap((page) => page.items), [records.data]);
  const columns = useMemo(() => (type === undefined ? [] : columnsOf(type, related.byField, language)), [type, related.byField, language]);
  if (type === undefined) return null;
  const title = localized(related.title, language);
  const total = records.data?.pages[0]?.total ?? items?.length;
  return (
    <section aria-label={title}>
      <PartTitle title={title} {...(total === undefined ? {} : { count: total })}>
        {type.can.create ? (
          <Button
            component={PlainLink}
            href={`/records/${type.name}/new?${related.byField}=${id}&from=${owner.name}`}
            size="compact-sm"
            variant="subtle"
            leftSection={<IconPlus size={14} aria-hidden />}
          >
            {t('add')}
          </Button>
        ) : null}
      </PartTitle>
      <Loaded query={{ data: items, error: records.error, refetch: records.refetch }} minHeight={80}>
        {(rows) =>
          rows.length === 0 ? (
            <Text size="sm" c="dimmed">
              {t('noRelated')}
            </Text>
          ) : (
            <DataTable
              rows={rows}
              columns={columns}
              rowKey={(record) => record.id}
              rowHref={(record) => recordHref(type.name, record.id)}
              label={title}
            />
          )
        }
      </Loaded>
      {records.hasNextPage ? (
        <Button mt="xs" size="compact-sm" variant="subtle" onClick={() => void records.fetchNextPage()}>
          {t('more')}
        </Button>
      ) : null}
    </section>
  );
}

/** The columns of a related list: those of the type's own list without the one that leads back. */
function columnsOf(type: RecordType, byField: string, language: string): readonly Column<BusinessRecord>[] {
  const fields = type.fields.filter((field) => field.inList === true && field.name !== byField);
  return fields.map((field, index) => ({
    id: field.name,
    title: localized(field.title, language),
    numeric: isNumeric(field),
    render: (record) =>
      (field.name === type.labelField || (index === 0 && !fields.some((other) => other.name === type.labelField))) &&
      (field.reference ?? '') === '' ? (
        <AppLink href={recordHref(type.name, record.id)} fz="inherit">
          {field.name === type.labelField ? labelOf(type, record) : <FieldValue record={record} field={field} />}
        </AppLink>
      ) : (
        <FieldValue record={record} field={field} />
      ),
  }));
}
