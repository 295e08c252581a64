import { Badge, Card, Grid, Group, Stack, Text, UnstyledButton } from '@mantine/core';
import { IconMailOpened } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { api, EmptyState, keys, Loaded, Page, useAddress, useFormat, useText } from '../../../designer/kit/index.ts';
import type { PageOf } from '../../../designer/kit/index.ts';
import './mailbox.css';

/** A message that a process sent, or is about to send. */
interface Mail {
  readonly id: string;
  readonly to: string;
  readonly subject: string;
  readonly body: string;
  readonly state: string;
  readonly createdAt: string;
  readonly sentAt: string | null;
}

/** Messages to customers, as they left; without a mail server they stay here, which is how the demo company lives. */
export function MailboxPage() {
  const { t } = useText('crm');
  const mails = useQuery({
    queryKey: [...keys.records, 'mailbox'],
    queryFn: ({ signal }) => api.get<PageOf<Mail>>('/crm/mailbox', { signal }),
  });
  return (
    <Page title={t('mailbox.title')} subtitle={t('mailbox.subtitle')}>
      <Loaded query={mails}>
        {({ items }) =>
          items.length === 0 ? (
            <EmptyState icon={<IconMailOpened aria-hidden />} title={t('mailbox.empty')} description={t('mailbox.emptyText')} />
          ) : (
            <Mails mails={items} />
          )
        }
      </Loaded>
    </Page>
  );
}

function Mails({ mails }: { readonly mails: readonly Mail[] }) {
  const { t } = useText('crm');
  const [address, change] = useAddress();
  const chosen = mails.find((mail) => mail.id === address['message']) ?? mails[0];
  return (
    <Grid gap="md">
      <Grid.Col span={{ base: 12, md: 5 }}>
        <Stack gap={6} component="ul" p={0} m={0} style={{ listStyle: 'none' }} aria-label={t('mailbox.title')}>
          {mails.map((mail) => (
            <li key={mail.id}>
              <MailLine mail={mail} chosen={mail === chosen} onPick={() => change({ message: mail.id })} />
            </li>
          ))}
        </Stack>
      </Grid.Col>
      <Grid.Col span={{ base: 12, md: 7 }}>{chosen === undefined ? null : <MailText mail={chosen} />}</Grid.Col>
    </Grid>
  );
}

function MailLine({ mail, chosen, onPick }: { readonly mail: Mail; readonly chosen: boolean; readonly onPick: () => void }) {
  const format = useFormat();
  return (
    <UnstyledButton className="lw-mail" aria-pressed={chosen} onClick={onPick}>
      <Group justify="space-between" wrap="nowrap">
        <Text size="sm" fw={600} truncate>
          {mail.subject}
        </Text>
        <MailState mail={mail} />
      </Group>
      <Group justify="space-between" wrap="nowrap">
        <Text size="xs" c="dimmed" truncate>
          {mail.to}
        </Text>
        <Text size="xs" c="dimmed" style={{ whiteSpace: 'nowrap' }}>
          {format.dateTime(mail.sentAt ?? mail.createdAt)}
        </Text>
      </Group>
    </UnstyledButton>
  );
}

function MailText({ mail }: { readonly mail: Mail }) {
  const { t } = useText('crm');
  const format = useFormat();
  return (
    <Card withBorder component="article" aria-label={mail.subject}>
      <Group justify="space-between" wrap="nowrap" align="flex-start">
        <Text fw={650}>{mail.subject}</Text>
        <MailState mail={mail} />
      </Group>
      <Text size="sm" c="dimmed" mb="md">
        {t('mailbox.to', { address: mail.to })} · {format.dateTime(mail.sentAt ?? mail.createdAt)}
      </Text>
      <Text size="sm" style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>
        {mail.body}
      </Text>
    </Card>
  );
}

function MailState({ mail }: { readonly mail: Mail }) {
  const { t } = useText('crm');
  const color = mail.state === 'failed' ? 'red' : mail.state === 'sent' || mail.state === 'delivered' ? 'green' : 'gray';
  return (
    <Badge size="sm" variant="light" color={color} tt="none" miw="fit-content">
      {t(`mailbox.state.${mail.state}`, { defaultValue: mail.state })}
    </Badge>
  );
}
