import { Button, Card, Center, Group, SegmentedControl, Select, Stack, Text } from '@mantine/core';
import { IconCircleCheck, IconRefresh } from '@tabler/icons-react';
import { AppLink, EmptyState, ErrorState, Loaded, Page, useAddress, useFormat, type Incident } from '../../../designer/kit/index.ts';
import { useState } from 'react';
import { useIncidents, useRetryIncident } from './api.ts';
import { IncidentDetails } from './incident-details.tsx';
import { RetryAll } from './retry-all.tsx';
import { useMonitorText } from './texts.ts';

/** Everything that waits for somebody to look at it, or did. */
export function MonitorIncidents() {
  const { t } = useMonitorText();
  const [address, change] = useAddress();
  const status = address['status'] === 'resolved' ? 'resolved' : 'open';
  const filter = { processId: address['processId'], code: address['code'] };
  const incidents = useIncidents({ ...filter, status });
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
              <Stack gap="xs">
                <Filters items={items} address={address} change={change} />
                <EmptyState
                  icon={<IconCircleCheck aria-hidden />}
                  title={t(status === 'open' ? 'incidents.none' : 'incidents.noneResolved')}
                  description={t('incidents.noneHint')}
                />
              </Stack>
            );
          }
          return (
            <Stack gap="xs">
              <Filters items={items} address={address} change={change} />
              {status === 'open' && items[0] !== undefined ? <RetryAll filter={{ ...filter, raisedUntil: items[0].raisedAt }} /> : null}
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

/** Narrows the list to a process and a code out of those that it shows. */
function Filters({
  items,
  address,
  change,
}: {
  readonly items: readonly Incident[];
  readonly address: Readonly<Record<string, string | undefined>>;
  readonly change: (change: Readonly<Record<string, string | null>>) => void;
}) {
  const { t } = useMonitorText();
  const processes = new Map(items.map(({ processId, processName }) => [processId, processName ?? processId]));
  const codes = new Set(items.map(({ code }) => code));
  // A filter that shows nothing can be taken away again.
  if (address['processId'] !== undefined && !processes.has(address['processId'])) processes.set(address['processId'], address['processId']);
  if (address['code'] !== undefined) codes.add(address['code']);
  if (processes.size === 0 && codes.size === 0) return null;
  return (
    <Group gap="xs">
      <Select
        size="xs"
        clearable
        label={t('incidents.process')}
        data={[...processes].map(([value, label]) => ({ value, label }))}
        value={address['processId'] ?? null}
        onChange={(processId) => change({ processId })}
      />
      <Select
        size="xs"
        clearable
        label={t('incidents.code')}
        data={[...codes]}
        value={address['code'] ?? null}
        onChange={(code) => change({ code })}
      />
    </Group>
  );
}

/** One incident: where, what happened, and the button to try again. */
export function IncidentCard({ incident, withInstance = true }: { readonly incident: Incident; readonly withInstance?: boolean }) {
  const { t } = useMonitorText();
  const format = useFormat();
  const retry = useRetryIncident();
  const [isOpen, setOpen] = useState(false);
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
      <Button
        size="compact-xs"
        variant="subtle"
        mt={4}
        style={{ alignSelf: 'flex-start' }}
        aria-expanded={isOpen}
        onClick={() => setOpen(!isOpen)}
        data-testid="incident-more"
      >
        {t(isOpen ? 'incidents.less' : 'incidents.more')}
      </Button>
      {isOpen ? <IncidentDetails id={incident.id} /> : null}
    </Card>
  );
}
