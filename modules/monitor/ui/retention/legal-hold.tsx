import { Button, Group, Modal, Stack, Text, Textarea } from '@mantine/core';
import { IconLock, IconLockOpen } from '@tabler/icons-react';
import { useState } from 'react';
import { ConfirmDialog, useErrorText, useFormat } from '../../../../designer/kit/index.ts';
import { useChangeHold, useLegalHold } from './retention.ts';
import { useMonitorText } from '../texts.ts';

/** Holds a case, which keeps it however old it gets, or releases the hold. */
export function LegalHoldButton({ instanceId }: { readonly instanceId: string }) {
  const { t } = useMonitorText();
  const format = useFormat();
  const held = useLegalHold(instanceId);
  const change = useChangeHold(instanceId);
  const [isOpen, setOpen] = useState(false);
  if (held.data === undefined) return null;
  const { hold } = held.data;
  return (
    <>
      <Button
        size="xs"
        variant={hold === null ? 'default' : 'light'}
        leftSection={hold === null ? <IconLock size={14} aria-hidden /> : <IconLockOpen size={14} aria-hidden />}
        onClick={() => setOpen(true)}
        data-testid="legal-hold"
      >
        {t(hold === null ? 'retention.hold.set' : 'retention.hold.release')}
      </Button>
      {hold === null ? (
        <HoldDialog opened={isOpen} onClose={() => setOpen(false)} onHold={(reason) => change.mutateAsync(reason)} />
      ) : (
        <ConfirmDialog
          opened={isOpen}
          onClose={() => setOpen(false)}
          title={t('retention.hold.release')}
          text={t('retention.hold.heldBy', { person: hold.setBy.name, when: format.dateTime(hold.setAt), reason: hold.reason })}
          confirm={t('retention.hold.release')}
          onConfirm={() => change.mutateAsync(null)}
        />
      )}
    </>
  );
}

interface HoldDialogProps {
  readonly opened: boolean;
  readonly onClose: () => void;
  readonly onHold: (reason: string) => Promise<void>;
}

function HoldDialog({ opened, onClose, onHold }: HoldDialogProps) {
  const { t } = useMonitorText();
  const errorText = useErrorText();
  const [reason, setReason] = useState('');
  const [fault, setFault] = useState<unknown>(null);
  const save = (): void => {
    onHold(reason.trim()).then(onClose, setFault);
  };
  return (
    <Modal opened={opened} onClose={onClose} title={t('retention.hold.set')}>
      <Stack>
        <Text size="sm">{t('retention.hold.explanation')}</Text>
        <Textarea
          label={t('retention.hold.reason')}
          required
          autosize
          minRows={2}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
        {fault === null ? null : (
          <Text size="sm" c="red" role="alert">
            {errorText(fault)}
          </Text>
        )}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {t('retention.cancel')}
          </Button>
          <Button disabled={reason.trim() === ''} onClick={save}>
            {t('retention.hold.set')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
