import { Button, Card, Center, Group, SegmentedControl, Stack, Text } from '@mantine/core';
import { IconCircleCheck, IconRefresh } from '@tabler/icons-react';
import { AppLink, EmptyState, ErrorState, Loaded, Page, useAddress, useFormat, type Incident } from '../../../designer/kit/index.ts';
import { useIncidents, useRetryIncident } from './api.ts';
import { useMonitorText } from './texts.ts';

/** Everything that waits for somebody to look at it, or did. */
export function MonitorIncidents() {
  const { t } = useMonitorText();
  const [address, change] = useAddress();
  const status = address['status'] === 'resolved' ? 'resolved' : 'open';
  const incidents = useIncidents({ status, processId: address['processId'] });
  return (
    <Page title={t('incidents.title')} back="/monitor">
      <SegmentedControl
        size="xs"
        w="fit-content"
        aria-label={t('incidents.which')}
        value={status}
        onChange={(value) => change({ status: value === 'open' ? null : value })}
        data={[
          { value: 'open', label: t('incidents.open') },
          { value: 'resolved', label: t('incidents.resolved') },
        ]}
      />
      <Loaded query={incidents}>
        {(data) => {
          const items = data.pages.flatMap((page) => page.items);
          if (items.length === 0) {
            return (
              <EmptyState
                icon={<IconCircleCheck aria-hidden />}
                title={t(status === 'open' ? 'incidents.none' : 'incidents.noneResolved')}
                description={t('incidents.noneHint')}
              />
            );
          }
          return (
            <Stack gap="xs">
              {items.map((incident) => (
                <IncidentCard key={incident.id} incident={incident} />
              ))}
              {incidents.hasNextPage ? (
                <Center>
                  <Button variant="default" loading={incidents.isFetchingNextPage} onClick={() => void incidents.fetchNextPage()}>
                    {t('more')}
                  </Button>
                </Center>
              ) : null}
            </Stack>
          );
        }}
      </Loaded>
    </Page>
  );
}

/** One incident: where, what happened, and the button to try again. */
export function IncidentCard({ incident, withInstance = true }: { readonly incident: Incident; readonly withInstance?: boolean }) {
  const { t } = useMonitorText();
  const format = useFormat();
  const retry = useRetryIncident();
  return (
    <Card withBorder padding="sm" data-testid="incident">
      <Group justify="space-between" align="flex-start" gap="sm">
        <Stack gap={2} flex={1} miw={220}>
          <Text fw={600} size="sm">
            {incident.elementName ?? incident.elementId}
          </Text>
          {withInstance ? (
            <AppLink href={`/monitor/instances/${incident.instanceId}`} size="sm">
              {incident.processName ?? incident.processId}
            </AppLink>
          ) : null}
          <Text size="sm" className="lw-incident-message">
            {incident.message}
          </Text>
          <Text size="xs" c="dimmed">
            <code>{incident.code}</code> · {format.dateTime(incident.raisedAt)}
            {incident.resolvedAt === null ? '' : ` · ${t('incidents.resolvedAt', { when: format.dateTime(incident.resolvedAt) })}`}
          </Text>
        </Stack>
        {incident.resolvedAt === null ? (
          <Button
            size="xs"
            variant="light"
            leftSection={<IconRefresh size={14} aria-hidden />}
            loading={retry.isPending}
            onClick={() => retry.mutate(incident.id)}
            data-testid="retry"
          >
            {t('incidents.retry')}
          </Button>
        ) : null}
      </Group>
      {retry.error === null ? null : <ErrorState error={retry.error} />}
    </Card>
  );
}
