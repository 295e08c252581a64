import { Button, Group, Text } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useMemo } from 'react';
import {
  AppLink,
  DataTable,
  EmptyState,
  FieldValue,
  isNumeric,
  labelOf,
  Loaded,
  localized,
  Page,
  PlainLink,
  recordHref,
  RecordSign,
  SearchInput,
  useAddress,
  useFormat,
  useRecords,
  useText,
} from '../../../designer/kit/index.ts';
import type { BusinessRecord, Column, RecordType } from '../../../designer/kit/index.ts';
import { ColumnChooser } from './column-chooser.tsx';
import { ExportButton } from './export-button.tsx';
import { FilterMenu } from './filter-menu.tsx';
import { filterCount, listQuery, visibleColumns } from './list-address.ts';
import { WithType } from './with-type.tsx';

/** The list of the records of a type; search, filter, order and columns are in its address. */
export function RecordListPage({ type }: { readonly type: string }) {
  return <WithType name={type}>{(recordType) => <RecordList type={recordType} />}</WithType>;
}

function RecordList({ type }: { readonly type: RecordType }) {
  const { t, language } = useText('records');
  const format = useFormat();
  const [address, change] = useAddress();
  const query = useMemo(() => listQuery(address, type), [address, type]);
  const records = useRecords(type.name, query);
  const columns = useColumns(type);
  const visible = useMemo(() => visibleColumns(address, type), [address, type]);
  const items = useMemo(() => records.data?.pages.flatMap((page) => page.items), [records.data]);
  const total = records.data?.pages[0]?.total;
  const narrowed = (address['search'] ?? '') !== '' || filterCount(address) > 0;
  const showAll = Object.fromEntries(
    Object.keys(address).map((name) => [name, name.startsWith('f.') || name === 'search' ? null : (address[name] ?? null)]),
  );
  return (
    <Page
      title={localized(type.titlePlural, language)}
      wide
      beside={
        total === undefined ? undefined : (
          <Text size="sm" c="dimmed">
            {format.decimal(total)}
          </Text>
        )
      }
      actions={
        type.can.create ? (
          <Button component={PlainLink} href={`/records/${type.name}/new`} leftSection={<IconPlus size={16} aria-hidden />}>
            {t('create')}
          </Button>
        ) : undefined
      }
    >
      <Group gap="sm">
        <ListSearch />
        <FilterMenu type={type} />
        <ColumnChooser type={type} visible={visible} />
        <ExportButton type={type} query={query} visible={visible} />
      </Group>
      <Loaded query={{ data: items, error: records.error, refetch: records.refetch }}>
        {(rows) =>
          rows.length === 0 ? (
            <EmptyState
              icon={<RecordSign name={type.icon} />}
              title={narrowed ? t('noneFits') : t('none', { type: localized(type.titlePlural, language) })}
              action={
                narrowed ? (
                  <Button variant="light" onClick={() => change(showAll)}>
                    {t('showAll')}
                  </Button>
                ) : undefined
              }
            />
          ) : (
            <DataTable
              rows={rows}
              columns={columns}
              visible={visible}
              rowKey={(record) => record.id}
              rowHref={(record) => recordHref(type.name, record.id)}
              sort={query.sort}
              onSort={(sort) => change({ sort: sort === type.defaultSort ? null : sort })}
              label={localized(type.titlePlural, language)}
            />
          )
        }
      </Loaded>
      {records.hasNextPage ? (
        <Group justify="center">
          <Button variant="default" onClick={() => void records.fetchNextPage()} loading={records.isFetchingNextPage}>
            {t('more')}
          </Button>
        </Group>
      ) : null}
    </Page>
  );
}

function useColumns(type: RecordType): readonly Column<BusinessRecord>[] {
  const { language } = useText('records');
  return useMemo(
    () =>
      type.fields.map((field) => ({
        id: field.name,
        title: localized(field.title, language),
        numeric: isNumeric(field),
        sortable: true,
        render: (record) =>
          field.name === type.labelField ? (
            <AppLink href={recordHref(type.name, record.id)} fz="inherit" fw={550}>
              {labelOf(type, record)}
            </AppLink>
          ) : (
            <FieldValue record={record} field={field} />
          ),
      })),
    [type, language],
  );
}

function ListSearch() {
  const { t } = useText('records');
  const [address, change] = useAddress();
  return (
    <SearchInput
      label={t('search')}
      value={address['search'] ?? ''}
      onSearch={(search) => change({ search })}
      flex={1}
      miw={200}
      maw={420}
    />
  );
}
