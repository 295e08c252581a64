import { Table, Text } from '@mantine/core';
import { AppLink, EmptyState, Loaded, useFormat } from '../../../designer/kit/index.ts';
import { useInstanceTasks } from './api.ts';
import { useMonitorText } from './texts.ts';

/** The open tasks of an instance: what, who, until when. */
export function InstanceTasks({ instanceId }: { readonly instanceId: string }) {
  const { t } = useMonitorText();
  const format = useFormat();
  const tasks = useInstanceTasks(instanceId);
  return (
    <Loaded query={tasks} minHeight={100}>
      {(page) =>
        page.items.length === 0 ? (
          <EmptyState title={t('tasks.none')} />
        ) : (
          <Table verticalSpacing="xs">
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{t('tasks.task')}</Table.Th>
                <Table.Th>{t('tasks.who')}</Table.Th>
                <Table.Th visibleFrom="sm">{t('tasks.since')}</Table.Th>
                <Table.Th>{t('tasks.due')}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {page.items.map((task) => (
                <Table.Tr key={task.id}>
                  <Table.Td>
                    <AppLink href={`/inbox/${task.id}`}>{task.name}</AppLink>
                  </Table.Td>
                  <Table.Td>
                    {task.assignee?.name ?? (
                      <Text size="sm" c="dimmed">
                        {task.candidateGroups.join(', ')}
                      </Text>
                    )}
                  </Table.Td>
                  <Table.Td visibleFrom="sm">{format.relative(task.createdAt)}</Table.Td>
                  <Table.Td>{task.dueAt === null ? '–' : format.relative(task.dueAt)}</Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        )
      }
    </Loaded>
  );
}
