import { Badge, Button, Card, Code, CopyButton, Group, Stack, Text } from '@mantine/core';
import { IconPlus, IconWebhook } from '@tabler/icons-react';
import { useState } from 'react';
import { ConfirmDialog, EmptyState, Loaded, useFormat, useText } from '../../../designer/kit/index.ts';
import { hookUrl, useRemoveWebhook, useRenewSecret, useWebhooks } from './connectors.ts';
import type { Webhook } from './connectors.ts';
import { DeliveriesDialog } from './deliveries-dialog.tsx';
import { OutcomeBadge } from './outcome-badge.tsx';
import { SecretDialog } from './secret-dialog.tsx';
import { WebhookDialog } from './webhook-dialog.tsx';

/** What is done with one webhook at the moment. */
type Open =
  | { readonly kind: 'edit'; readonly webhook: Webhook | null }
  | { readonly kind: 'deliveries' | 'renew' | 'remove'; readonly webhook: Webhook };

/** A new secret and whose it is. */
interface NewSecret {
  readonly id: string;
  readonly secret: string;
}

/** Addresses that others call, with what became of the last call of each. */
export function Webhooks() {
  const { t } = useText('connectors');
  const webhooks = useWebhooks();
  const [open, setOpen] = useState<Open | null>(null);
  const [made, setMade] = useState<NewSecret | null>(null);
  return (
    <Stack gap="md">
      <Group justify="flex-end">
        <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => setOpen({ kind: 'edit', webhook: null })}>
          {t('add')}
        </Button>
      </Group>
      <Loaded query={webhooks}>
        {(rows) =>
          rows.length === 0 ? (
            <EmptyState icon={<IconWebhook aria-hidden />} title={t('empty')} description={t('emptyText')} />
          ) : (
            <Stack gap="sm" component="ul" p={0} m={0} style={{ listStyle: 'none' }} aria-label={t('webhooks')}>
              {rows.map((webhook) => (
                <li key={webhook.id}>
                  <WebhookCard webhook={webhook} onOpen={setOpen} />
                </li>
              ))}
            </Stack>
          )
        }
      </Loaded>
      {open === null ? null : <OpenDialog open={open} onClose={() => setOpen(null)} onSecret={setMade} />}
      {made === null ? null : <SecretDialog {...made} onClose={() => setMade(null)} />}
    </Stack>
  );
}

function WebhookCard({ webhook, onOpen }: { readonly webhook: Webhook; readonly onOpen: (open: Open) => void }) {
  const { t } = useText('connectors');
  const action = (kind: 'edit' | 'deliveries' | 'renew' | 'remove') => (
    <Button
      size="compact-sm"
      variant="subtle"
      {...(kind === 'remove' ? { color: 'red' } : {})}
      aria-label={t(`${kind}One`, { name: webhook.name })}
      onClick={() => onOpen({ kind, webhook })}
    >
      {t(kind)}
    </Button>
  );
  return (
    <Card withBorder padding="sm">
      <Group justify="space-between" gap="xs">
        <Group gap="xs">
          <Text fw={600}>{webhook.name}</Text>
          {webhook.isActive ? null : (
            <Badge size="sm" color="gray" variant="light" tt="none">
              {t('inactive')}
            </Badge>
          )}
        </Group>
        <LastCall webhook={webhook} />
      </Group>
      <Text size="sm" c="dimmed">
        {t(`does.${webhook.target}`, { name: webhook.targetName })} · {t(`proof.${webhook.proof}`)}
      </Text>
      <Group gap="xs" mt={4} wrap="nowrap">
        <Code style={{ overflowWrap: 'anywhere' }}>{hookUrl(webhook.id)}</Code>
        <CopyButton value={hookUrl(webhook.id)}>
          {({ copied, copy }) => (
            <Button size="compact-sm" variant="default" onClick={copy} miw="fit-content">
              {copied ? t('copied') : t('copy')}
            </Button>
          )}
        </CopyButton>
      </Group>
      <Group gap="xs" mt="xs">
        {action('edit')}
        {action('deliveries')}
        {action('renew')}
        {action('remove')}
      </Group>
    </Card>
  );
}

function LastCall({ webhook }: { readonly webhook: Webhook }) {
  const { t } = useText('connectors');
  const format = useFormat();
  if (webhook.lastReceivedAt === null || webhook.lastOutcome === null)
    return (
      <Text size="xs" c="dimmed">
        {t('neverCalled')}
      </Text>
    );
  return (
    <Group gap="xs">
      <Text size="xs" c="dimmed">
        {format.dateTime(webhook.lastReceivedAt)}
      </Text>
      <OutcomeBadge outcome={webhook.lastOutcome} />
    </Group>
  );
}

function OpenDialog(props: { readonly open: Open; readonly onClose: () => void; readonly onSecret: (made: NewSecret) => void }) {
  const { open, onClose, onSecret } = props;
  const { t } = useText('connectors');
  const remove = useRemoveWebhook();
  const renew = useRenewSecret();
  switch (open.kind) {
    case 'edit':
      return (
        <WebhookDialog
          webhook={open.webhook}
          onClose={onClose}
          onCreated={(made) => {
            onClose();
            onSecret(made);
          }}
        />
      );
    case 'deliveries':
      return <DeliveriesDialog webhook={open.webhook} onClose={onClose} />;
    case 'renew':
      return (
        <ConfirmDialog
          opened
          onClose={onClose}
          title={t('renewOne', { name: open.webhook.name })}
          text={t('renewText')}
          confirm={t('renew')}
          danger
          onConfirm={async () => {
            const { id } = open.webhook;
            onSecret({ id, secret: await renew.mutateAsync(id) });
          }}
        />
      );
    case 'remove':
      return (
        <ConfirmDialog
          opened
          onClose={onClose}
          title={t('removeOne', { name: open.webhook.name })}
          text={t('removeText')}
          confirm={t('remove')}
          danger
          onConfirm={() => remove(open.webhook.id)}
        />
      );
  }
}
