import { Alert, Badge, Box, Button, Group, Stack, Tabs, Text } from '@mantine/core';
import { IconAlertTriangle, IconArrowUpRight, IconPlayerPause, IconPlayerPlay, IconRouteAltLeft, IconX } from '@tabler/icons-react';
import { useState } from 'react';
import {
  AppLink,
  BpmnView,
  ConfirmDialog,
  Loaded,
  Page,
  PlainLink,
  useAddress,
  useDiagram,
  useFormat,
  useInstance,
  useSession,
  type ElementCounts,
  type ElementMark,
  type InstanceDetail,
} from '../../../designer/kit/index.ts';
import { useChangeInstance, useInstanceIncidents } from './api.ts';
import { IncidentCard } from './incidents.tsx';
import { InstanceTable, lengthMs, nameOf } from './instance-list.tsx';
import { Journal } from './journal.tsx';
import { mayRepair } from './repair/repair-api.ts';
import { LegalHoldButton } from './retention/legal-hold.tsx';
import { StatusBadge } from './status-badge.tsx';
import { InstanceTasks } from './tasks.tsx';
import { useMonitorText } from './texts.ts';
import { Timeline } from './timeline.tsx';
import { Variables } from './variables.tsx';

const tabs = ['timeline', 'variables', 'tasks', 'incidents', 'journal', 'related'] as const;
type Tab = (typeof tabs)[number];

/** One process instance: where it is on its diagram, how it came there, and what can be done about it. */
export function MonitorInstance({ instanceId }: { readonly instanceId: string }) {
  const instance = useInstance(instanceId);
  return <Loaded query={instance}>{(data) => <Content instance={data} />}</Loaded>;
}

function Content({ instance }: { readonly instance: InstanceDetail }) {
  const { t } = useMonitorText();
  const format = useFormat();
  const diagram = useDiagram(instance.definitionId);
  const session = useSession();
  return (
    <Page
      title={`${instance.processName ?? instance.processId} · ${nameOf(instance)}`}
      back={`/monitor/processes/${instance.definitionId}`}
      wide
      beside={<StatusBadge status={instance.status} />}
      subtitle={
        <Group gap="xs">
          <Text size="sm">
            {t('instance.started', { when: format.dateTime(instance.startedAt), person: instance.startedBy?.name ?? t('instance.engine') })}
          </Text>
          <Text size="sm">· {t('process.version', { version: instance.version })}</Text>
          <Text size="sm">· {format.duration(lengthMs(instance))}</Text>
        </Group>
      }
      actions={
        <>
          <Actions instance={instance} />
          {mayRepair(session.data?.user.roles ?? []) ? <LegalHoldButton instanceId={instance.id} /> : null}
        </>
      }
    >
      {instance.caller === null ? null : (
        <Text size="sm">
          {t('instance.calledBy')}{' '}
          <AppLink href={`/monitor/instances/${instance.caller.id}`}>
            {instance.caller.processName ?? instance.caller.processId} · {nameOf(instance.caller)}
          </AppLink>
        </Text>
      )}
      {instance.incidents > 0 ? <IncidentAlert count={instance.incidents} /> : null}
      <Loaded query={diagram} minHeight={360}>
        {(xml) => (
          <Box h={{ base: 280, sm: 400 }}>
            <BpmnView
              xml={xml}
              height="fill"
              label={t('instance.diagram')}
              marks={marksOf(instance)}
              path={pathOf(instance)}
              badges={badgesOf(instance, t)}
            />
          </Box>
        )}
      </Loaded>
      <InstanceTabs instance={instance} />
    </Page>
  );
}

function IncidentAlert({ count }: { readonly count: number }) {
  const { t } = useMonitorText();
  const [, change] = useAddress();
  return (
    <Alert color="red" variant="light" icon={<IconAlertTriangle aria-hidden />} p="xs">
      <Group gap="sm">
        <Text size="sm">{t('badge.incidents', { count })}</Text>
        <Button size="compact-xs" variant="light" color="red" onClick={() => change({ tab: 'incidents' })}>
          {t('instance.showIncidents')}
        </Button>
      </Group>
    </Alert>
  );
}

function InstanceTabs({ instance }: { readonly instance: InstanceDetail }) {
  const { t } = useMonitorText();
  const [address, change] = useAddress();
  const tab: Tab = tabs.find((each) => each === address['tab']) ?? 'timeline';
  const shown = tabs.filter((each) => each !== 'related' || instance.children.length > 0);
  return (
    <Tabs value={tab} onChange={(value) => change({ tab: value === 'timeline' ? null : value })} keepMounted={false}>
      <Tabs.List className="lw-tabs">
        {shown.map((each) => (
          <Tabs.Tab
            key={each}
            value={each}
            data-testid={`tab-${each}`}
            rightSection={
              each === 'incidents' && instance.incidents > 0 ? (
                <Badge size="xs" color="red">
                  {instance.incidents}
                </Badge>
              ) : null
            }
          >
            {t(`tab.${each}`)}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      <Tabs.Panel value={tab} pt="sm">
        <TabContent tab={tab} instance={instance} />
      </Tabs.Panel>
    </Tabs>
  );
}

function TabContent({ tab, instance }: { readonly tab: Tab; readonly instance: InstanceDetail }) {
  switch (tab) {
    case 'timeline':
      return <Timeline instanceId={instance.id} />;
    case 'variables':
      return <Variables instance={instance} />;
    case 'tasks':
      return <InstanceTasks instanceId={instance.id} />;
    case 'incidents':
      return <InstanceIncidents instanceId={instance.id} />;
    case 'journal':
      return <Journal instanceId={instance.id} />;
    case 'related':
      return <InstanceTable instances={instance.children} withProcess />;
  }
}

function InstanceIncidents({ instanceId }: { readonly instanceId: string }) {
  const { t } = useMonitorText();
  const incidents = useInstanceIncidents(instanceId);
  return (
    <Loaded query={incidents} minHeight={100}>
      {(page) =>
        page.items.length === 0 ? (
          <Text c="dimmed" size="sm">
            {t('incidents.neverAny')}
          </Text>
        ) : (
          <Stack gap="xs">
            {page.items.map((each) => (
              <IncidentCard key={each.id} incident={each} withInstance={false} />
            ))}
          </Stack>
        )
      }
    </Loaded>
  );
}

/** Ways to the pages that change where the tokens are and which version they run on. */
function RepairLinks({ instance }: { readonly instance: InstanceDetail }) {
  const { t } = useMonitorText();
  const session = useSession();
  if (!mayRepair(session.data?.user.roles ?? [])) return null;
  const to = (what: string): string => `/monitor/instances/${instance.id}/${what}`;
  return (
    <>
      {instance.status === 'active' ? (
        <Button
          component={PlainLink}
          href={to('modify')}
          size="xs"
          variant="default"
          leftSection={<IconRouteAltLeft size={14} aria-hidden />}
          data-testid="modify"
        >
          {t('repair.modify')}
        </Button>
      ) : null}
      <Button
        component={PlainLink}
        href={to('migrate')}
        size="xs"
        variant="default"
        leftSection={<IconArrowUpRight size={14} aria-hidden />}
        data-testid="to-migrate"
      >
        {t('repair.migrate')}
      </Button>
    </>
  );
}

/** Cancel, suspend and resume; what cannot be taken back asks first. */
function Actions({ instance }: { readonly instance: InstanceDetail }) {
  const { t } = useMonitorText();
  const change = useChangeInstance(instance.id);
  const [asking, setAsking] = useState<'cancel' | 'suspend' | null>(null);
  if (instance.status !== 'active' && instance.status !== 'suspended') return null;
  return (
    <>
      <RepairLinks instance={instance} />
      {instance.status === 'active' ? (
        <Button
          size="xs"
          variant="default"
          leftSection={<IconPlayerPause size={14} aria-hidden />}
          onClick={() => setAsking('suspend')}
          data-testid="suspend"
        >
          {t('action.suspend')}
        </Button>
      ) : (
        <Button
          size="xs"
          variant="default"
          leftSection={<IconPlayerPlay size={14} aria-hidden />}
          loading={change.isPending}
          onClick={() => change.mutate('resume')}
          data-testid="resume"
        >
          {t('action.resume')}
        </Button>
      )}
      <Button
        size="xs"
        variant="light"
        color="red"
        leftSection={<IconX size={14} aria-hidden />}
        onClick={() => setAsking('cancel')}
        data-testid="cancel"
      >
        {t('action.cancel')}
      </Button>
      <ConfirmDialog
        opened={asking === 'suspend'}
        onClose={() => setAsking(null)}
        title={t('confirm.suspendTitle')}
        text={t('confirm.suspendText')}
        confirm={t('action.suspend')}
        onConfirm={() => change.mutateAsync('suspend')}
      />
      <ConfirmDialog
        opened={asking === 'cancel'}
        onClose={() => setAsking(null)}
        title={t('confirm.cancelTitle', { name: nameOf(instance) })}
        text={t('confirm.cancelText')}
        confirm={t('action.cancel')}
        danger
        onConfirm={() => change.mutateAsync('cancel')}
      />
    </>
  );
}

function marksOf(instance: InstanceDetail): Readonly<Record<string, ElementMark>> {
  return Object.fromEntries(Object.entries(instance.elements).flatMap(([id, counts]) => markOf(counts).map((mark) => [id, mark] as const)));
}

function markOf(counts: ElementCounts): readonly ElementMark[] {
  if (counts.incidents > 0) return ['incident'];
  if (counts.active > 0) return ['active'];
  if (counts.completed > 0) return ['done'];
  return counts.cancelled > 0 ? ['cancelled'] : [];
}

function pathOf(instance: InstanceDetail): readonly string[] {
  return Object.entries(instance.flows).flatMap(([id, times]) => (times > 0 ? [id] : []));
}

/** Signs at elements with incidents, and at those that several tokens stand on. */
function badgesOf(instance: InstanceDetail, t: ReturnType<typeof useMonitorText>['t']) {
  return Object.fromEntries(
    Object.entries(instance.elements).map(([id, counts]) => [
      id,
      [
        ...(counts.active > 1
          ? [{ text: String(counts.active), tone: 'accent' as const, title: t('badge.active', { count: counts.active }) }]
          : []),
        ...(counts.incidents > 0 ? [{ text: '!', tone: 'danger' as const, title: t('badge.incidents', { count: counts.incidents }) }] : []),
      ],
    ]),
  );
}
