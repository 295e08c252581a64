import { Badge, Button, Center, Group, Table, Text } from '@mantine/core';
import { AppLink, EmptyState, Loaded, useFormat, type Instance } from '../../../designer/kit/index.ts';
import { useInstances, type InstanceFilter } from './api.ts';
import { StatusBadge } from './status-badge.tsx';
import { useMonitorText } from './texts.ts';

/** The instances that a filter lets through, page by page. */
export function InstanceList({ filter }: { readonly filter: InstanceFilter }) {
  const { t } = useMonitorText();
  const instances = useInstances(filter);
  return (
    <Loaded query={instances} minHeight={120}>
      {(data) => {
        const items = data.pages.flatMap((page) => page.items);
        if (items.length === 0) return <EmptyState title={t('instances.none')} description={t('instances.noneHint')} />;
        return (
          <>
            <InstanceTable instances={items} />
            {instances.hasNextPage ? (
              <Center mt="sm">
                <Button variant="default" loading={instances.isFetchingNextPage} onClick={() => void instances.fetchNextPage()}>
                  {t('more')}
                </Button>
              </Center>
            ) : null}
          </>
        );
      }}
    </Loaded>
  );
}

/** Instances as rows; on a phone only what names them and where they stand. */
export function InstanceTable({
  instances,
  withProcess = false,
}: {
  readonly instances: readonly Instance[];
  readonly withProcess?: boolean;
}) {
  const { t } = useMonitorText();
  const format = useFormat();
  return (
    <Table verticalSpacing="xs" highlightOnHover>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{t('instances.key')}</Table.Th>
          {withProcess ? <Table.Th visibleFrom="sm">{t('instances.process')}</Table.Th> : null}
          <Table.Th>{t('instances.status')}</Table.Th>
          <Table.Th>{t('instances.started')}</Table.Th>
          <Table.Th visibleFrom="sm">{t('instances.by')}</Table.Th>
          <Table.Th visibleFrom="sm">{t('instances.duration')}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {instances.map((each) => (
          <Table.Tr key={each.id} data-testid="instance-row">
            <Table.Td>
              <AppLink href={`/monitor/instances/${each.id}`} fw={500}>
                {nameOf(each)}
              </AppLink>
            </Table.Td>
            {withProcess ? <Table.Td visibleFrom="sm">{each.processName}</Table.Td> : null}
            <Table.Td>
              <Group gap={6}>
                <StatusBadge status={each.status} />
                {each.incidents > 0 ? (
                  <Badge color="red" variant="filled" size="sm" title={t('count.incidents')}>
                    {each.incidents}
                  </Badge>
                ) : null}
              </Group>
            </Table.Td>
            <Table.Td>
              <Text size="sm" title={format.dateTime(each.startedAt)}>
                {format.relative(each.startedAt)}
              </Text>
            </Table.Td>
            <Table.Td visibleFrom="sm">{each.startedBy?.name ?? '–'}</Table.Td>
            <Table.Td visibleFrom="sm">{format.duration(lengthMs(each))}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}

/** What people call an instance: its business key, else the end of its id. */
export function nameOf(instance: Pick<Instance, 'businessKey' | 'id'>): string {
  return instance.businessKey ?? `…${instance.id.slice(-8)}`;
}

/** How long an instance took, or has taken until now. */
export function lengthMs(instance: Pick<Instance, 'startedAt' | 'endedAt'>): number {
  const end = instance.endedAt === null ? Date.now() : Date.parse(instance.endedAt);
  return end - Date.parse(instance.startedAt);
}
