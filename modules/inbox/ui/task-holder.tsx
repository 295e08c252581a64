import { Avatar, Button, Group, Menu, Text } from '@mantine/core';
import { IconUserCheck, IconUserMinus, IconUserShare } from '@tabler/icons-react';
import { api, keys, useSession, useText } from '../../../designer/kit/index.ts';
import type { Task, User } from '../../../designer/kit/index.ts';
import { useQuery } from '@tanstack/react-query';
import { useClaim } from './use-claim.ts';

/** Who has a task, and what can be done about it: take it, give it back, hand it to somebody. */
export function TaskHolder({ task }: { readonly task: Task }) {
  const { t } = useText('inbox');
  const me = useSession().data?.user;
  const claim = useClaim(task);
  const isMine = task.assignee !== null && task.assignee.id === me?.id;
  const mayAssign = isMine || (me?.roles.some((role) => role === 'manager' || role === 'admin') ?? false);
  return (
    <Group gap="xs">
      {task.assignee === null ? (
        <Text size="sm" c="dimmed">
          {t('holder.nobody')}
        </Text>
      ) : (
        <Group gap={6}>
          <Avatar size={26} radius="xl" name={task.assignee.name} color="initials" alt="" />
          <Text size="sm">{isMine ? t('holder.you') : task.assignee.name}</Text>
        </Group>
      )}
      {task.canClaim && !isMine ? (
        <Button size="xs" onClick={claim.take} loading={claim.busy} leftSection={<IconUserCheck size={16} aria-hidden />}>
          {t('claim')}
        </Button>
      ) : null}
      {isMine ? (
        <Button
          size="xs"
          variant="default"
          onClick={claim.giveBack}
          loading={claim.busy}
          leftSection={<IconUserMinus size={16} aria-hidden />}
        >
          {t('giveBack')}
        </Button>
      ) : null}
      {mayAssign ? <AssignMenu onAssign={claim.assign} /> : null}
    </Group>
  );
}

function AssignMenu({ onAssign }: { readonly onAssign: (userId: string | null) => void }) {
  const { t } = useText('inbox');
  const people = useQuery({ queryKey: [...keys.people, 'all'], queryFn: readPeople, staleTime: 60_000 });
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button size="xs" variant="default" leftSection={<IconUserShare size={16} aria-hidden />}>
          {t('assign')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown mah={320} style={{ overflowY: 'auto' }}>
        {(people.data ?? []).map((person) => (
          <Menu.Item key={person.id} onClick={() => onAssign(person.id)}>
            {person.name}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

async function readPeople(): Promise<readonly Pick<User, 'id' | 'name'>[]> {
  const answer = await api.get<readonly User[] | { readonly items: readonly User[] }>('/users');
  return 'items' in answer ? answer.items : answer;
}
