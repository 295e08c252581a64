import { Badge, Box, Button, CloseButton, Group, SegmentedControl, Select, Stack, Text, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { IconArrowUpRight, IconPencil, IconSearch } from '@tabler/icons-react';
import {
  BpmnView,
  Loaded,
  Page,
  PlainLink,
  rightsOf,
  useAddress,
  useDiagram,
  useFormat,
  useGo,
  useSession,
  type ElementBadge,
  type ElementStatistics,
  type Format,
  type ProcessDefinition,
} from '../../../designer/kit/index.ts';
import { useDefinition, useStatistics, useVersions, type Statistics } from './api.ts';
import { heatMeasure, heatOf, noticeableMs, type HeatMeasure } from './heat.ts';
import { InstanceList } from './instance-list.tsx';
import { mayRepair } from './repair/repair-api.ts';
import { useMonitorText } from './texts.ts';

const SEARCH_DELAY_MS = 300;
const statuses = ['active', 'suspended', 'completed', 'terminated', 'cancelled'] as const;

/** One process version: its diagram with what happens on it now, and its instances. */
export function MonitorProcess({ definitionId }: { readonly definitionId: string }) {
  const definition = useDefinition(definitionId);
  return <Loaded query={definition}>{(data) => <Process definition={data} />}</Loaded>;
}

function Process({ definition }: { readonly definition: ProcessDefinition }) {
  const { t } = useMonitorText();
  const go = useGo();
  const session = useSession();
  const versions = useVersions(definition.processId);
  const roles = session.data?.user.roles ?? [];
  const mayDesign = rightsOf(roles).design;
  return (
    <Page
      title={definition.name ?? definition.processId}
      back="/monitor"
      wide
      beside={
        <Select
          size="xs"
          w={220}
          aria-label={t('process.versions')}
          allowDeselect={false}
          value={definition.id}
          data={(versions.data ?? [definition]).map((each) => ({
            value: each.id,
            label: t('process.versionWithRunning', { version: each.version, count: each.active }),
          }))}
          onChange={(id) => id !== null && go(`/monitor/processes/${id}`)}
        />
      }
      actions={
        <>
          {mayRepair(roles) && (versions.data ?? []).length > 1 ? (
            <Button
              component={PlainLink}
              href={`/monitor/processes/${definition.id}/migrate`}
              variant="default"
              size="xs"
              leftSection={<IconArrowUpRight size={14} aria-hidden />}
              data-testid="to-migrate-many"
            >
              {t('repair.many')}
            </Button>
          ) : null}
          {mayDesign ? (
            <Button
              component={PlainLink}
              href={`/designer/definitions/${definition.id}`}
              variant="default"
              size="xs"
              leftSection={<IconPencil size={14} aria-hidden />}
            >
              {t('process.design')}
            </Button>
          ) : null}
        </>
      }
    >
      <Diagram definition={definition} />
      <Instances definition={definition} />
    </Page>
  );
}

function Diagram({ definition }: { readonly definition: ProcessDefinition }) {
  const { t } = useMonitorText();
  const format = useFormat();
  const [address, change] = useAddress();
  const diagram = useDiagram(definition.id);
  const statistics = useStatistics(definition.id);
  const measure = heatMeasure(address['heat']);
  return (
    <Stack gap="xs">
      <Group gap="sm">
        <Text size="sm" c="dimmed" id="heat-label">
          {t('heat.title')}
        </Text>
        <SegmentedControl
          size="xs"
          aria-labelledby="heat-label"
          value={measure}
          onChange={(value) => change({ heat: value === 'off' ? null : value })}
          data={(['off', 'count', 'duration'] as const).map((value) => ({ value, label: t(`heat.${value}`) }))}
        />
        {measure === 'off' ? null : <HeatLegend measure={measure} />}
        {measure === 'off' || statistics.data === undefined || statistics.data.sample.isComplete ? null : (
          <Text size="xs" c="dimmed" data-testid="heat-sample">
            {t('heat.sample', { shown: format.decimal(statistics.data.sample.instances) })}
          </Text>
        )}
      </Group>
      <Loaded query={diagram} minHeight={420}>
        {(xml) => (
          <Box h={{ base: 300, sm: 500 }}>
            <BpmnView
              xml={xml}
              height="fill"
              label={t('process.diagram', { name: definition.name ?? definition.processId })}
              badges={badgesOf(statistics.data, measure, format, t)}
              heat={heatOf(statistics.data?.elements ?? {}, measure)}
              {...(address['element'] === undefined ? {} : { marks: { [address['element']]: 'selected' as const } })}
              onElementClick={(id, type) => change({ element: isFlowNode(type) && id !== address['element'] ? id : null })}
            />
          </Box>
        )}
      </Loaded>
    </Stack>
  );
}

function HeatLegend({ measure }: { readonly measure: HeatMeasure }) {
  const { t } = useMonitorText();
  return (
    <Group gap={6}>
      <Text size="xs" c="dimmed">
        {t(measure === 'count' ? 'heat.seldom' : 'heat.quick')}
      </Text>
      <span className="lw-heat-legend" aria-hidden />
      <Text size="xs" c="dimmed">
        {t(measure === 'count' ? 'heat.often' : 'heat.slow')}
      </Text>
    </Group>
  );
}

function Instances({ definition }: { readonly definition: ProcessDefinition }) {
  const { t } = useMonitorText();
  const [address, change] = useAddress();
  const search = useDebouncedCallback((text: string) => change({ search: text }), SEARCH_DELAY_MS);
  const element = address['element'];
  const filter = { definitionId: definition.id, status: address['status'], elementId: element, search: address['search'] };
  return (
    <section aria-label={t('instances.title')}>
      <Group gap="sm" mb="xs">
        <TextInput
          size="xs"
          aria-label={t('instances.search')}
          placeholder={t('instances.search')}
          leftSection={<IconSearch size={14} aria-hidden />}
          defaultValue={address['search'] ?? ''}
          onChange={(event) => search(event.currentTarget.value)}
        />
        <Select
          size="xs"
          w={160}
          clearable
          aria-label={t('instances.status')}
          placeholder={t('instances.anyStatus')}
          value={address['status'] ?? null}
          onChange={(status) => change({ status })}
          data={statuses.map((value) => ({ value, label: t(`status.${value}`) }))}
        />
        {element === undefined ? null : (
          <Badge
            variant="light"
            size="lg"
            tt="none"
            rightSection={<CloseButton size="xs" aria-label={t('instances.anyElement')} onClick={() => change({ element: null })} />}
            data-testid="element-filter"
          >
            {t('instances.atElement', { element })}
          </Badge>
        )}
      </Group>
      <InstanceList filter={filter} />
    </section>
  );
}

/** The numbers laid over the elements: what is there now, or in a heat map what the heat stands for. */
function badgesOf(
  statistics: Statistics | undefined,
  measure: HeatMeasure,
  format: Format,
  t: ReturnType<typeof useMonitorText>['t'],
): Readonly<Record<string, readonly ElementBadge[]>> {
  const entries = Object.entries(statistics?.elements ?? {});
  if (measure !== 'off') return Object.fromEntries(entries.map(([id, each]) => [id, measured(each, measure, format, t)]));
  return Object.fromEntries(
    entries.map(([id, each]) => {
      const active: ElementBadge[] =
        each.active > 0 ? [{ text: format.decimal(each.active), tone: 'accent', title: t('badge.active', { count: each.active }) }] : [];
      const incidents: ElementBadge[] =
        each.incidents > 0
          ? [{ text: format.decimal(each.incidents), tone: 'danger', title: t('badge.incidents', { count: each.incidents }) }]
          : [];
      return [id, [...active, ...incidents]];
    }),
  );
}

function measured(
  statistics: ElementStatistics,
  measure: HeatMeasure,
  format: Format,
  t: ReturnType<typeof useMonitorText>['t'],
): readonly ElementBadge[] {
  if (measure === 'count')
    return statistics.visits === 0 ? [] : [{ text: format.decimal(statistics.visits), tone: 'neutral', title: t('heat.count') }];
  if (noticeableMs(statistics) === 0) return [];
  const title = t('badge.duration', { median: format.duration(statistics.medianMs), p90: format.duration(statistics.p90Ms) });
  return [{ text: format.duration(statistics.medianMs), tone: 'neutral', title }];
}

/** True for what an instance can be at; sequence flows, lanes, pools and the plane are not. */
function isFlowNode(type: string): boolean {
  return /(Task|Gateway|Event|Activity|SubProcess|Transaction)$/.test(type) && type !== 'bpmn:Lane';
}
