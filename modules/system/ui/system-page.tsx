import { Card, SimpleGrid, Stack, Text, Title } from '@mantine/core';
import { IconServer } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { EmptyState, Loaded, Page, rightsOf, useFormat, useSession, useText } from '../../../designer/kit/index.ts';
import { useSystem, WORK_KINDS, type SystemState } from './api.ts';
import { DatabaseSection } from './database-section.tsx';
import { DueCard } from './due-card.tsx';
import { MiniLine } from './mini-line.tsx';
import { NodeSection } from './node-section.tsx';
import { SlowestSection } from './slowest-section.tsx';

/** How the installation does: what waits and how long, who works, the database, the slowest steps. For managers and administrators. */
export function SystemPage() {
  const { t } = useText('system');
  const session = useSession();
  if (session.data !== undefined && !rightsOf(session.data?.user.roles ?? []).supervise) {
    return (
      <Page title={t('title')}>
        <EmptyState icon={<IconServer aria-hidden />} title={t('notYours')} description={t('notYoursText')} />
      </Page>
    );
  }
  return <System />;
}

function System() {
  const { t } = useText('system');
  const system = useSystem();
  return (
    <Page title={t('title')} subtitle={t('subtitle')}>
      <Loaded query={system}>{(state) => <Content state={state} />}</Loaded>
    </Page>
  );
}

function Content({ state }: { readonly state: SystemState }) {
  const { t } = useText('system');
  const { load } = state;
  if (load === null) return <EmptyState icon={<IconServer aria-hidden />} title={t('empty')} description={t('emptyText')} />;
  return (
    <Stack gap="lg">
      <Part id="due" title={t('due.title')}>
        <SimpleGrid cols={{ base: 1, sm: 2, lg: 4 }} spacing="sm">
          {WORK_KINDS.map((kind) => (
            <DueCard key={kind} kind={kind} due={load.due[kind]} points={state.points} />
          ))}
        </SimpleGrid>
      </Part>
      <Part id="open" title={t('open.title')}>
        <OpenThings state={state} />
      </Part>
      <Part id="nodes" title={t('node.title')}>
        <NodeSection nodes={state.nodes} />
      </Part>
      <Part id="database" title={t('database.title')}>
        <DatabaseSection database={state.database} />
      </Part>
      <Part id="slowest" title={t('slowest.title')}>
        <SlowestSection steps={state.slowest} />
      </Part>
    </Stack>
  );
}

function Part({ id, title, children }: { readonly id: string; readonly title: string; readonly children: ReactNode }) {
  return (
    <section aria-labelledby={`system-${id}`} data-testid={`system-${id}-section`}>
      <Title order={2} size="h6" mb="xs" id={`system-${id}`}>
        {title}
      </Title>
      {children}
    </section>
  );
}

/** What is counted beside each number, and the text that says it. */
const counted = { instances: 'commands', incidents: 'incidents' } as const;
const trend = { instances: 'commandTrend', incidents: 'incidentTrend' } as const;

function OpenThings({ state }: { readonly state: SystemState }) {
  const { t } = useText('system');
  const format = useFormat();
  const open = state.load?.open;
  const rows = [
    { name: 'instances', value: open?.instances ?? 0 },
    { name: 'tasks', value: open?.tasks ?? 0 },
    { name: 'incidents', value: open?.incidents ?? 0 },
  ] as const;
  return (
    <SimpleGrid cols={{ base: 1, sm: 3 }} spacing="sm">
      {rows.map(({ name, value }) => (
        <Card key={name} withBorder padding="sm" data-testid={`open-${name}`}>
          <Text size="xs" c="dimmed">
            {t(`open.${name}`)}
          </Text>
          <Text fz={22} fw={650} lh={1.25} c={name === 'incidents' && value > 0 ? 'red' : 'var(--mantine-color-text)'}>
            {format.decimal(value)}
          </Text>
          {name === 'tasks' ? null : (
            <Trend
              values={state.points.map((point) => point.done[counted[name]])}
              text={(number) => t(`open.${trend[name]}`, { number })}
              {...(name === 'incidents' ? { tone: 'red' as const } : {})}
            />
          )}
        </Card>
      ))}
    </SimpleGrid>
  );
}

function Trend(props: { readonly values: readonly number[]; readonly text: (sum: string) => string; readonly tone?: 'red' }) {
  const { values, text, tone } = props;
  const format = useFormat();
  const label = text(format.decimal(values.reduce((sum, value) => sum + value, 0)));
  return (
    <>
      <MiniLine values={values} label={label} {...(tone === undefined ? {} : { tone })} />
      <Text size="xs" c="dimmed">
        {label}
      </Text>
    </>
  );
}
