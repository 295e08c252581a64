import { Alert, Badge, Button, Card, Group, Modal, Stack, Text, UnstyledButton } from '@mantine/core';
import { IconMail } from '@tabler/icons-react';
import { useState } from 'react';
import { AppLink, EmptyState, ErrorState, Loaded, LoadingState, useFormat, useText } from '../../../designer/kit/index.ts';
import { useMail, useMails, useSendAgain } from './connectors.ts';
import type { Mail } from './connectors.ts';

/** What processes have sent by mail, with what became of it; without a mail server it is kept, and this page is where it shows. */
export function Mails() {
  const { t } = useText('connectors');
  const mails = useMails();
  const [openId, setOpenId] = useState<string | null>(null);
  if (mails.error !== null) return <ErrorState error={mails.error} />;
  if (mails.data === undefined) return <LoadingState />;
  const rows = mails.data.pages.flatMap(({ items }) => items);
  if (rows.length === 0) return <EmptyState icon={<IconMail aria-hidden />} title={t('mail.empty')} description={t('mail.emptyText')} />;
  return (
    <Stack gap="sm">
      <Text size="sm" c="dimmed">
        {t('mail.text')}
      </Text>
      <Stack gap="xs" component="ul" p={0} m={0} style={{ listStyle: 'none' }} aria-label={t('mail.title')}>
        {rows.map((mail) => (
          <li key={mail.id}>
            <MailCard mail={mail} onOpen={() => setOpenId(mail.id)} />
          </li>
        ))}
      </Stack>
      {mails.hasNextPage ? (
        <Button variant="default" loading={mails.isFetchingNextPage} onClick={() => void mails.fetchNextPage()}>
          {t('mail.more')}
        </Button>
      ) : null}
      {openId === null ? null : <MailDialog id={openId} onClose={() => setOpenId(null)} />}
    </Stack>
  );
}

const COLORS: Readonly<Record<Mail['state'], string>> = { pending: 'blue', sent: 'green', kept: 'yellow', failed: 'red' };

function MailCard({ mail, onOpen }: { readonly mail: Mail; readonly onOpen: () => void }) {
  const { t } = useText('connectors');
  const format = useFormat();
  return (
    <Card withBorder padding="sm">
      <Group justify="space-between" gap="xs">
        <UnstyledButton aria-label={t('mail.open', { subject: mail.subject })} onClick={onOpen}>
          <Text fw={600} c="var(--mantine-color-anchor)" style={{ overflowWrap: 'anywhere' }}>
            {mail.subject}
          </Text>
        </UnstyledButton>
        <Badge size="sm" variant="light" color={COLORS[mail.state]} tt="none">
          {t(`mail.state.${mail.state}`)}
        </Badge>
      </Group>
      <Group justify="space-between" gap="xs">
        <Text size="sm" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
          {mail.to}
        </Text>
        <Text size="xs" c="dimmed">
          {format.dateTime(mail.sentAt ?? mail.createdAt)}
        </Text>
      </Group>
    </Card>
  );
}

/** The text of one mail, and a way to send it again. */
function MailDialog({ id, onClose }: { readonly id: string; readonly onClose: () => void }) {
  const { t } = useText('connectors');
  const query = useMail(id);
  const again = useSendAgain();
  return (
    <Modal
      opened
      onClose={onClose}
      size="lg"
      title={query.data?.subject ?? t('mail.title')}
      closeButtonProps={{ 'aria-label': t('close') }}
    >
      <Loaded query={query}>
        {(mail) => (
          <Stack gap="sm" data-testid="mail">
            <Group justify="space-between">
              <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
                {mail.to}
              </Text>
              {mail.processInstanceId === null ? null : (
                <AppLink href={`/monitor/instances/${mail.processInstanceId}`}>{t('instance')}</AppLink>
              )}
            </Group>
            {mail.lastError === null ? null : <Alert color="red">{mail.lastError}</Alert>}
            <Text size="sm" style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>
              {mail.body}
            </Text>
            {mail.attachments.length === 0 ? null : (
              <Text size="sm" c="dimmed">
                {t('mail.attachments', { names: mail.attachments.join(', ') })}
              </Text>
            )}
            {again.error === null ? null : <ErrorState error={again.error} />}
            {again.isSuccess ? <Alert color="blue">{t('mail.againDone')}</Alert> : null}
            {mail.state === 'kept' || mail.state === 'failed' ? (
              <Group justify="flex-end">
                <Button variant="default" loading={again.isPending} onClick={() => again.mutate(mail.id)}>
                  {t('mail.again')}
                </Button>
              </Group>
            ) : null}
          </Stack>
        )}
      </Loaded>
    </Modal>
  );
}
