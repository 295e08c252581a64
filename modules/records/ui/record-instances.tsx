import { Badge, Card, Group, Stack, Text } from '@mantine/core';
import {
  AppLink,
  InstanceDiagram,
  Loaded,
  rightsOf,
  useFormat,
  useRecordInstances,
  useSession,
  useText,
} from '../../../designer/kit/index.ts';
import type { Instance, RecordType } from '../../../designer/kit/index.ts';
import { PartTitle } from './part-title.tsx';

/** How many finished instances are listed. */
const MOST_LISTED = 10;

const colors = { active: 'lane', completed: 'green', terminated: 'gray', cancelled: 'gray', suspended: 'yellow' } as const;

/** The processes that touched a record: the running one as a small diagram with its current step, all of them as a list. */
export function RecordInstances({ type, id }: { readonly type: RecordType; readonly id: string }) {
  const { t } = useText('records');
  const instances = useRecordInstances(type.name, id);
  return (
    <section aria-label={t('processes')}>
      <PartTitle title={t('processes')} />
      <Loaded query={instances} minHeight={80}>
        {({ items }) => {
          const running = items.find((instance) => instance.status === 'active') ?? items[0];
          if (running === undefined) {
            return (
              <Text size="sm" c="dimmed">
                {t('noProcesses')}
              </Text>
            );
          }
          return (
            <Stack gap="sm">
              <InstanceDiagram instanceId={running.id} height={220} />
              {items.slice(0, MOST_LISTED).map((instance) => (
                <InstanceLine key={instance.id} instance={instance} />
              ))}
            </Stack>
          );
        }}
      </Loaded>
    </section>
  );
}

function InstanceLine({ instance }: { readonly instance: Instance }) {
  const { t } = useText('records');
  const format = useFormat();
  const roles = useSession().data?.user.roles ?? [];
  return (
    <Card withBorder padding="xs">
      <Group justify="space-between" wrap="nowrap">
        <div>
          {rightsOf(roles).monitor ? (
            <AppLink href={`/monitor/instances/${instance.id}`} size="sm" fw={550}>
              {instance.processName ?? instance.processId}
            </AppLink>
          ) : (
            <Text size="sm" fw={550}>
              {instance.processName ?? instance.processId}
            </Text>
          )}
          <Text size="xs" c="dimmed">
            {format.dateTime(instance.startedAt)}
            {instance.startedBy === null ? '' : ` · ${instance.startedBy.name}`}
          </Text>
        </div>
        <Badge variant="light" color={instance.incidents > 0 ? 'red' : colors[instance.status]} tt="none">
          {instance.incidents > 0 ? t('status.stuck') : t(`status.${instance.status}`)}
        </Badge>
      </Group>
    </Card>
  );
}
