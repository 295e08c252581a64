import { Avatar, Badge, Box, Button, Group, Stack, Text, Tooltip } from '@mantine/core';
import { dueState, PlainLink, useNow, useText } from '../../../designer/kit/index.ts';
import type { Task } from '../../../designer/kit/index.ts';
import { DueSign } from './due-sign.tsx';
import { useClaim } from './use-claim.ts';

/** One task in the list. */
export function TaskRow({ task }: { readonly task: Task }) {
  const due = dueState(task.dueAt, useNow());
  return (
    <li className="lw-task" data-due={due}>
      <Group justify="space-between" gap="xs" wrap="nowrap">
        <Stack gap={2} miw={0} flex={1}>
          <PlainLink href={`/inbox/${task.id}`} className="lw-task-link">
            {task.name}
          </PlainLink>
          <Group gap="xs">
            {task.businessKey === null ? null : (
              <Badge variant="default" size="sm" tt="none">
                {task.businessKey}
              </Badge>
            )}
            <Box hiddenFrom="sm">
              <DueSign dueAt={task.dueAt} />
            </Box>
            <Text size="sm" c="dimmed">
              {task.processName ?? task.processId}
            </Text>
          </Group>
        </Stack>
        <Group gap="sm" wrap="nowrap">
          <Box visibleFrom="sm">
            <DueSign dueAt={task.dueAt} />
          </Box>
          <Holder task={task} />
        </Group>
      </Group>
    </li>
  );
}

/** Who has the task; when nobody has, a button to take it. */
function Holder({ task }: { readonly task: Task }) {
  const { t } = useText('inbox');
  const claim = useClaim(task);
  if (task.assignee !== null) {
    return (
      <Tooltip label={task.assignee.name}>
        <Avatar size={28} radius="xl" name={task.assignee.name} color="initials" className="lw-task-control" alt={task.assignee.name} />
      </Tooltip>
    );
  }
  if (!task.canClaim) return null;
  return (
    <Button
      size="compact-sm"
      variant="light"
      className="lw-task-control"
      loading={claim.busy}
      onClick={claim.take}
      aria-label={t('claimTask', { name: task.name })}
    >
      {t('claim')}
    </Button>
  );
}
