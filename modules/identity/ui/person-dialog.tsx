import { Button, Group, Modal, MultiSelect, PasswordInput, Stack, Switch, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { FormEvent } from 'react';
import { ApiError, ErrorState, useText } from '../../../designer/kit/index.ts';
import type { User } from '../../../designer/kit/index.ts';
import { roles, useSavePerson } from './people.ts';
import type { Group as PeopleGroup, PersonChange } from './people.ts';

/** Adds a person (`person` is null) or changes one. */
export function PersonDialog({
  person,
  groups,
  onClose,
}: {
  readonly person: User | null;
  readonly groups: readonly PeopleGroup[];
  readonly onClose: () => void;
}) {
  const { t } = useText('identity');
  const save = useSavePerson(person?.id ?? null);
  return (
    <Modal
      opened
      onClose={onClose}
      title={person === null ? t('add') : t('editOne', { name: person.name })}
      closeButtonProps={{ 'aria-label': t('cancel') }}
    >
      <PersonForm person={person} groups={groups} save={save} onClose={onClose} />
    </Modal>
  );
}

function PersonForm({
  person,
  groups,
  save,
  onClose,
}: {
  readonly person: User | null;
  readonly groups: readonly PeopleGroup[];
  readonly save: ReturnType<typeof useSavePerson>;
  readonly onClose: () => void;
}) {
  const { t } = useText('identity');
  const kit = useText().t;
  const [values, setValues] = useState({
    login: person?.login ?? '',
    name: person?.name ?? '',
    email: person?.email ?? '',
    roles: [...(person?.roles ?? ['employee'])],
    groups: [...(person?.groups ?? [])],
    active: person?.active !== false,
    password: '',
  });
  const set = (change: Partial<typeof values>) => setValues((before) => ({ ...before, ...change }));
  const problem = (path: string) =>
    save.error instanceof ApiError ? save.error.problem.errors.find((error) => error.path === path)?.message : undefined;
  const send = (event: FormEvent) => {
    event.preventDefault();
    save.mutate(changeOf(values, person), { onSuccess: onClose });
  };
  return (
    <form onSubmit={send}>
      <Stack gap="sm">
        <TextInput
          label={t('name')}
          value={values.name}
          onChange={(event) => set({ name: event.currentTarget.value })}
          error={problem('name')}
          required
          data-autofocus
        />
        <TextInput
          label={t('login')}
          value={values.login}
          onChange={(event) => set({ login: event.currentTarget.value })}
          error={problem('login')}
          required
          disabled={person !== null}
          autoComplete="off"
        />
        <TextInput
          label={t('email')}
          type="email"
          value={values.email}
          onChange={(event) => set({ email: event.currentTarget.value })}
          error={problem('email')}
          required
        />
        <PasswordInput
          label={person === null ? t('password') : t('newPassword')}
          value={values.password}
          onChange={(event) => set({ password: event.currentTarget.value })}
          error={problem('password')}
          required={person === null}
          autoComplete="new-password"
        />
        <MultiSelect
          label={t('roles')}
          data={roles.map((role) => ({ value: role, label: kit(`right.${role}`) }))}
          value={values.roles}
          onChange={(chosen) => set({ roles: chosen })}
        />
        <MultiSelect
          label={t('groups')}
          data={groups.map((group) => ({ value: group.id, label: kit(`right.${group.id}`, { defaultValue: group.name }) }))}
          value={values.groups}
          onChange={(chosen) => set({ groups: chosen })}
        />
        {person === null ? null : (
          <Switch label={t('mayEnter')} checked={values.active} onChange={(event) => set({ active: event.currentTarget.checked })} />
        )}
        {save.error === null ? null : <ErrorState error={save.error} />}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {t('cancel')}
          </Button>
          <Button type="submit" loading={save.isPending}>
            {t('save')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

function changeOf(values: PersonChange & { readonly login: string; readonly password: string }, person: User | null): PersonChange {
  const { login, password, active = true, ...change } = values;
  return { ...change, ...(person === null ? { login } : { active }), ...(password === '' ? {} : { password }) };
}
