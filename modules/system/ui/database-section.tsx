import { Card, Progress, SimpleGrid, Stack, Text } from '@mantine/core';
import { useMemo } from 'react';
import type { ReactNode } from 'react';
import { DataTable, useFormat, useText } from '../../../designer/kit/index.ts';
import type { Column } from '../../../designer/kit/index.ts';
import type { DatabaseState } from './api.ts';

const BYTES_PER_MB = 1_000_000;
/** A transaction that is open for longer, in milliseconds, keeps dead rows from being cleaned up. */
const LONG_TRANSACTION_MS = 60_000;
/** From this part of the connections on, few are left. */
const FEW_LEFT = 0.8;

/** Size, connections and cleanliness of the database. */
export function DatabaseSection({ database }: { readonly database: DatabaseState }) {
  const { t } = useText('system');
  const format = useFormat();
  const { connections, maxConnections, oldestTransactionMs, sizeBytes, tables } = database;
  const columns = useColumns();
  const isLong = oldestTransactionMs !== null && oldestTransactionMs > LONG_TRANSACTION_MS;
  const fill = connections / maxConnections;
  return (
    <Stack gap="sm">
      <SimpleGrid cols={{ base: 1, sm: 3 }} spacing="sm">
        <Fact
          label={t('database.size')}
          value={t('database.megabytes', { number: format.decimal(Math.round(sizeBytes / BYTES_PER_MB)) })}
        />
        <Fact
          label={t('database.connections')}
          value={t('database.of', { number: format.decimal(connections), most: format.decimal(maxConnections) })}
        >
          <Progress value={fill * 100} color={fill > FEW_LEFT ? 'red' : 'blue'} size="sm" mt={6} aria-label={t('database.connections')} />
        </Fact>
        <Fact
          label={t('database.oldestTransaction')}
          value={oldestTransactionMs === null ? t('database.noTransaction') : format.duration(oldestTransactionMs)}
          tone={isLong ? 'orange' : undefined}
        />
      </SimpleGrid>
      {tables.length === 0 ? null : (
        <DataTable rows={tables} columns={columns} rowKey={(table) => table.name} label={t('database.tables')} />
      )}
    </Stack>
  );
}

type TableState = DatabaseState['tables'][number];

function useColumns(): readonly Column<TableState>[] {
  const { t } = useText('system');
  const format = useFormat();
  return useMemo(
    () => [
      { id: 'name', title: t('database.table'), render: (table) => table.name },
      { id: 'live', title: t('database.live'), numeric: true, render: (table) => format.decimal(table.live) },
      { id: 'dead', title: t('database.dead'), numeric: true, render: (table) => format.decimal(table.dead) },
      {
        id: 'vacuumedAt',
        title: t('database.vacuumedAt'),
        render: (table) => (table.vacuumedAt === null ? t('database.never') : format.dateTime(table.vacuumedAt)),
      },
    ],
    [t, format],
  );
}

function Fact(props: {
  readonly label: string;
  readonly value: string;
  readonly tone?: string | undefined;
  readonly children?: ReactNode;
}) {
  return (
    <Card withBorder padding="sm">
      <Text size="xs" c="dimmed">
        {props.label}
      </Text>
      <Text fz={20} fw={650} lh={1.3} c={props.tone ?? 'var(--mantine-color-text)'}>
        {props.value}
      </Text>
      {props.children}
    </Card>
  );
}
