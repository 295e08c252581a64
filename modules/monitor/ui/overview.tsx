import { Anchor, Card, Group, SimpleGrid, Stack, Text, Title } from '@mantine/core';
import { IconSitemap } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { EmptyState, Loaded, Page, PlainLink, useFormat } from '../../../designer/kit/index.ts';
import { useOverview, type Overview, type OverviewProcess } from './api.ts';
import { Sparkline } from './sparkline.tsx';
import { useMonitorText } from './texts.ts';

/** All processes at a glance: what runs, what hangs, what is late, and the trend of the last month. */
export function MonitorOverview() {
  const { t } = useMonitorText();
  const overview = useOverview();
  return (
    <Page title={t('overview.title')}>
      <Loaded query={overview}>{(data) => <Content overview={data} />}</Loaded>
    </Page>
  );
}

function Content({ overview }: { readonly overview: Overview }) {
  const { t } = useMonitorText();
  const { totals } = overview;
  if (overview.processes.length === 0)
    return <EmptyState icon={<IconSitemap aria-hidden />} title={t('overview.empty')} description={t('overview.emptyHint')} />;
  return (
    <Stack gap="lg">
      <SimpleGrid cols={{ base: 2, md: 4 }} spacing="sm">
        <Total label={t('count.running')} value={totals.running} testId="total-running" />
        <Total
          label={t('count.incidents')}
          value={totals.incidents}
          tone={totals.incidents > 0 ? 'red' : undefined}
          href="/monitor/incidents"
          testId="total-incidents"
        />
        <Total
          label={t('count.overdue')}
          value={totals.overdueTasks}
          tone={totals.overdueTasks > 0 ? 'orange' : undefined}
          href="/inbox?filter=overdue"
          testId="total-overdue"
        />
        <Total label={t('count.finishedToday')} value={totals.finishedToday} testId="total-finished" />
      </SimpleGrid>
      <Card withBorder padding="md">
        <Title order={2} size="h6" mb="xs">
          {t('trend.title')}
        </Title>
        <Sparkline days={overview.perDay} />
      </Card>
      <section aria-labelledby="processes">
        <Title order={2} size="h6" mb="xs" id="processes">
          {t('overview.processes')}
        </Title>
        <SimpleGrid cols={{ base: 1, sm: 2, lg: 3 }} spacing="sm">
          {overview.processes.map((process) => (
            <ProcessCard key={process.processId} process={process} />
          ))}
        </SimpleGrid>
      </section>
    </Stack>
  );
}

function Total(props: {
  readonly label: string;
  readonly value: number;
  readonly tone?: string | undefined;
  readonly href?: string;
  readonly testId: string;
}) {
  const format = useFormat();
  const content = (
    <>
      <Text size="xs" c="dimmed">
        {props.label}
      </Text>
      <Text fz={26} fw={650} lh={1.2} c={props.tone ?? 'var(--mantine-color-text)'}>
        {format.decimal(props.value)}
      </Text>
    </>
  );
  if (props.href === undefined) {
    return (
      <Card withBorder padding="sm" data-testid={props.testId}>
        {content}
      </Card>
    );
  }
  return (
    <Card withBorder padding="sm" component={PlainLink} href={props.href} className="lw-card-link" data-testid={props.testId}>
      {content}
    </Card>
  );
}

function ProcessCard({ process }: { readonly process: OverviewProcess }) {
  const { t } = useMonitorText();
  const format = useFormat();
  const href = `/monitor/processes/${process.definitionId}`;
  return (
    <Card withBorder padding="md" data-testid={`process-${process.processId}`}>
      <Group justify="space-between" wrap="nowrap" align="flex-start" mb="xs">
        <Anchor component={PlainLink} href={href} fw={600}>
          {process.name ?? process.processId}
        </Anchor>
        <Text size="xs" c="dimmed" style={{ whiteSpace: 'nowrap' }}>
          {t('process.version', { version: process.version })}
        </Text>
      </Group>
      <SimpleGrid cols={3} spacing="xs" verticalSpacing="xs">
        <Fact label={t('count.running')}>{format.decimal(process.running)}</Fact>
        <Fact label={t('count.incidents')} tone={process.incidents > 0 ? 'red' : undefined}>
          {format.decimal(process.incidents)}
        </Fact>
        <Fact label={t('count.overdue')} tone={process.overdueTasks > 0 ? 'orange' : undefined}>
          {format.decimal(process.overdueTasks)}
        </Fact>
        <Fact label={t('count.finishedToday')}>{format.decimal(process.finishedToday)}</Fact>
        <Fact label={t('count.median')}>{format.duration(process.medianMs)}</Fact>
      </SimpleGrid>
    </Card>
  );
}

function Fact({ label, tone, children }: { readonly label: string; readonly tone?: string | undefined; readonly children: ReactNode }) {
  return (
    <div>
      <Text size="xs" c="dimmed" lh={1.3}>
        {label}
      </Text>
      <Text fw={600} {...(tone === undefined ? {} : { c: tone })}>
        {children}
      </Text>
    </div>
  );
}
