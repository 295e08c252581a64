import { Badge, Text } from '@mantine/core';
import { useMemo } from 'react';
import { DataTable, useFormat, useText } from '../../../designer/kit/index.ts';
import type { Column } from '../../../designer/kit/index.ts';
import type { SystemNode } from './api.ts';

/** The processes that serve this database. */
export function NodeSection({ nodes }: { readonly nodes: readonly SystemNode[] }) {
  const { t } = useText('system');
  const columns = useColumns();
  if (nodes.length === 0) return <Text c="dimmed">{t('node.none')}</Text>;
  return <DataTable rows={nodes} columns={columns} rowKey={(node) => node.id} label={t('node.title')} />;
}

function useColumns(): readonly Column<SystemNode>[] {
  const { t } = useText('system');
  const format = useFormat();
  return useMemo(
    () => [
      {
        id: 'node',
        title: t('node.name'),
        render: (node) => (
          <div>
            <Text size="sm" fw={550}>
              {t(`node.role.${node.role}`, { defaultValue: node.role })}
            </Text>
            <Text size="xs" c="dimmed">
              {node.host} · {node.pid}
            </Text>
          </div>
        ),
      },
      {
        id: 'state',
        title: t('node.state'),
        render: (node) => (
          <Badge color={node.isAlive ? 'green' : 'red'} variant="light" tt="none">
            {t(node.isAlive ? 'node.alive' : 'node.silent')}
          </Badge>
        ),
      },
      { id: 'version', title: t('node.version'), render: (node) => node.version },
      { id: 'startedAt', title: t('node.startedAt'), render: (node) => format.dateTime(node.startedAt) },
      { id: 'seenAt', title: t('node.seenAt'), render: (node) => format.time(node.seenAt) },
      {
        id: 'inHand',
        title: t('node.inHand'),
        numeric: true,
        render: (node) => format.decimal(Object.values(node.inHand).reduce((sum, count) => sum + count, 0)),
      },
    ],
    [t, format],
  );
}
