import { Card, Group, Modal, Stack, Text } from '@mantine/core';
import { IconWebhook } from '@tabler/icons-react';
import { AppLink, EmptyState, Loaded, useFormat, useText } from '../../../designer/kit/index.ts';
import { useDeliveries } from './connectors.ts';
import type { Delivery, Webhook } from './connectors.ts';
import { OutcomeBadge } from './outcome-badge.tsx';

/** The last hundred calls of a webhook, newest first. */
export function DeliveriesDialog({ webhook, onClose }: { readonly webhook: Webhook; readonly onClose: () => void }) {
  const { t } = useText('connectors');
  const deliveries = useDeliveries(webhook.id);
  return (
    <Modal
      opened
      onClose={onClose}
      size="lg"
      title={t('deliveriesOne', { name: webhook.name })}
      closeButtonProps={{ 'aria-label': t('close') }}
    >
      <Loaded query={deliveries}>
        {(rows) =>
          rows.length === 0 ? (
            <EmptyState icon={<IconWebhook aria-hidden />} title={t('neverCalled')} description={t('neverCalledText')} />
          ) : (
            <Stack gap="xs">
              {rows.map((delivery) => (
                <DeliveryCard key={delivery.id} delivery={delivery} />
              ))}
            </Stack>
          )
        }
      </Loaded>
    </Modal>
  );
}

function DeliveryCard({ delivery }: { readonly delivery: Delivery }) {
  const { t } = useText('connectors');
  const format = useFormat();
  return (
    <Card withBorder padding="xs">
      <Group justify="space-between">
        <Group gap="xs">
          <OutcomeBadge outcome={delivery.outcome} />
          <Text size="sm">{format.dateTime(delivery.receivedAt)}</Text>
        </Group>
        {delivery.processInstanceId === null ? null : (
          <AppLink href={`/monitor/instances/${delivery.processInstanceId}`}>{t('instance')}</AppLink>
        )}
      </Group>
      <Text size="xs" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
        {delivery.deliveryId ?? t('noDeliveryId')} · {t('bytes', { count: delivery.bodyBytes })}
      </Text>
      {delivery.message === null ? null : (
        <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
          {delivery.message}
        </Text>
      )}
    </Card>
  );
}
