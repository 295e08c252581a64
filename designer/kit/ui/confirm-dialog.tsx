import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { useText } from '../i18n/use-text.ts';
import { ErrorState } from './states.tsx';

/** Asks before something that cannot be taken back. Closes when it was done; a failure stays in the dialog. */
export function ConfirmDialog(props: {
  readonly opened: boolean;
  readonly onClose: () => void;
  readonly title: string;
  readonly text: ReactNode;
  /** What the button says: the act itself, not "yes". */
  readonly confirm: string;
  readonly danger?: boolean;
  readonly onConfirm: () => Promise<unknown>;
}) {
  const { t } = useText();
  const [state, setState] = useState<{ readonly busy: boolean; readonly error: unknown }>({ busy: false, error: null });
  const close = () => {
    setState({ busy: false, error: null });
    props.onClose();
  };
  const confirm = () => {
    setState({ busy: true, error: null });
    props.onConfirm().then(close, (error: unknown) => setState({ busy: false, error }));
  };
  return (
    <Modal opened={props.opened} onClose={close} title={props.title}>
      <Stack gap="sm">
        <Text component="div" size="sm">
          {props.text}
        </Text>
        {state.error === null ? null : <ErrorState error={state.error} />}
        <Group justify="flex-end">
          <Button variant="default" onClick={close}>
            {t('action.cancel')}
          </Button>
          <Button {...(props.danger === true ? { color: 'red' } : {})} loading={state.busy} onClick={confirm} data-testid="confirm">
            {props.confirm}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
