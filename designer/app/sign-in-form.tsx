import { Button, PasswordInput, Stack, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { FormEvent } from 'react';
import { useSignIn } from '../kit/api/session.ts';
import type { Session } from '../kit/api/types.ts';
import { useText } from '../kit/i18n/use-text.ts';
import { ErrorState } from '../kit/ui/states.tsx';

/** Login and password. */
export function SignInForm({
  initialLogin = '',
  onDone,
}: {
  readonly initialLogin?: string;
  readonly onDone?: (session: Session) => void;
}) {
  const { t } = useText();
  const [login, setLogin] = useState(initialLogin);
  const [password, setPassword] = useState('');
  const signIn = useSignIn();
  const send = (event: FormEvent) => {
    event.preventDefault();
    signIn.mutate({ login, password }, { onSuccess: (session) => onDone?.(session) });
  };
  return (
    <form onSubmit={send}>
      <Stack gap="sm">
        <TextInput
          label={t('signIn.login')}
          value={login}
          onChange={(event) => setLogin(event.currentTarget.value)}
          autoComplete="username"
          required
          data-autofocus
        />
        <PasswordInput
          label={t('signIn.password')}
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
          autoComplete="current-password"
          visibilityToggleButtonProps={{ 'aria-label': t('signIn.togglePassword') }}
          required
        />
        {signIn.error === null ? null : <ErrorState error={signIn.error} />}
        <Button type="submit" loading={signIn.isPending}>
          {t('signIn.submit')}
        </Button>
      </Stack>
    </form>
  );
}
