import { Avatar, Badge, Button, Group, Text } from '@mantine/core';
import { IconPlus, IconUsers } from '@tabler/icons-react';
import { useMemo, useState } from 'react';
import { DataTable, EmptyState, Loaded, Page, rightsOf, useSession, useText } from '../../../designer/kit/index.ts';
import type { Column, User } from '../../../designer/kit/index.ts';
import { PersonDialog } from './person-dialog.tsx';
import { useGroups, useUsers } from './people.ts';

/** People, their roles and groups. */
export function AdministrationPage() {
  const { t } = useText('identity');
  const session = useSession();
  if (session.data !== undefined && !rightsOf(session.data?.user.roles ?? []).administer) {
    return (
      <Page title={t('title')}>
        <EmptyState icon={<IconUsers aria-hidden />} title={t('notYours')} description={t('notYoursText')} />
      </Page>
    );
  }
  return <People />;
}

function People() {
  const { t } = useText('identity');
  const users = useUsers();
  const groups = useGroups();
  const [edited, setEdited] = useState<User | 'new' | null>(null);
  const columns = useColumns(setEdited);
  return (
    <Page
      title={t('title')}
      subtitle={t('subtitle')}
      actions={
        <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => setEdited('new')}>
          {t('add')}
        </Button>
      }
    >
      <Loaded query={users}>
        {(people) =>
          people.length === 0 ? (
            <EmptyState icon={<IconUsers aria-hidden />} title={t('empty')} />
          ) : (
            <DataTable rows={people} columns={columns} rowKey={(person) => person.id} label={t('title')} />
          )
        }
      </Loaded>
      {edited === null ? null : (
        <PersonDialog person={edited === 'new' ? null : edited} groups={groups.data ?? []} onClose={() => setEdited(null)} />
      )}
    </Page>
  );
}

function useColumns(onEdit: (person: User) => void): readonly Column<User>[] {
  const { t } = useText('identity');
  const kit = useText().t;
  return useMemo(() => {
    const badges = (names: readonly string[]) => (
      <Group gap={4}>
        {names.map((name) => (
          <Badge key={name} size="sm" variant="light" tt="none">
            {kit(`right.${name}`, { defaultValue: name })}
          </Badge>
        ))}
      </Group>
    );
    return [
      {
        id: 'name',
        title: t('name'),
        render: (person) => (
          <Group gap="xs" wrap="nowrap">
            <Avatar size={26} radius="xl" name={person.name} color="initials" alt="" />
            <div>
              <Text size="sm" fw={550}>
                {person.name}
              </Text>
              <Text size="xs" c="dimmed">
                {person.email}
              </Text>
            </div>
          </Group>
        ),
      },
      { id: 'login', title: t('login'), render: (person) => person.login },
      { id: 'roles', title: t('roles'), render: (person) => badges(person.roles) },
      { id: 'groups', title: t('groups'), render: (person) => badges(person.groups) },
      {
        id: 'active',
        title: t('active'),
        render: (person) => (
          <Badge size="sm" variant="light" color={person.active === false ? 'gray' : 'green'} tt="none">
            {t(person.active === false ? 'blocked' : 'mayEnter')}
          </Badge>
        ),
      },
      {
        id: 'edit',
        title: '',
        render: (person) => (
          <Button size="compact-sm" variant="subtle" onClick={() => onEdit(person)} aria-label={t('editOne', { name: person.name })}>
            {t('edit')}
          </Button>
        ),
      },
    ];
  }, [t, kit, onEdit]);
}
