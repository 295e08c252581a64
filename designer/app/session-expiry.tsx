import { Modal, Stack, Text } from '@mantine/core';
import { spotlight } from '@mantine/spotlight';
import { useEffect, useState } from 'react';
import { onSignedOut } from '../kit/api/api.ts';
import { useText } from '../kit/i18n/use-text.ts';
import { SignInForm } from './sign-in-form.tsx';

/** When the session has ended, asks to sign in again over the page, so that nothing typed there is lost. */
export function SessionExpiry({ login }: { readonly login: string }) {
  const { t } = useText();
  const [ended, setEnded] = useState(false);
  useEffect(
    () =>
      onSignedOut(() => {
        // The palette lies above everything and would cover the question.
        spotlight.close();
        setEnded(true);
      }),
    [],
  );
  return (
    <Modal
      opened={ended}
      onClose={() => undefined}
      withCloseButton={false}
      closeOnEscape={false}
      closeOnClickOutside={false}
      title={t('signIn.ended')}
    >
      <Stack>
        <Text size="sm">{t('signIn.endedText')}</Text>
        <SignInForm initialLogin={login} onDone={() => setEnded(false)} />
      </Stack>
    </Modal>
  );
}
