import { Button, Checkbox, Group, Progress, Stack, Table, Text, Title } from '@mantine/core';
import { useState } from 'react';
import type { ProcessDefinition } from '../../../../engine/model/index.ts';
import {
  AppLink,
  ConfirmDialog,
  EmptyState,
  ErrorState,
  Loaded,
  Page,
  useFormat,
  type Instance,
  type ProcessDefinition as Version,
} from '../../../../designer/kit/index.ts';
import { useDefinition, useInstances, useStatistics, useVersions } from '../api.ts';
import { nameOf } from '../instance-list.tsx';
import { StatusBadge } from '../status-badge.tsx';
import { useMonitorText } from '../texts.ts';
import { BatchBadge } from './batch-badge.tsx';
import { Guard } from './guard.tsx';
import { MappingTable } from './mapping-table.tsx';
import {
  BATCH_SIZE,
  useMigrateMany,
  useMigrationPreview,
  useMigrationsPreview,
  useProcess,
  type BatchResult,
  type MigrationRequest,
} from './repair-api.ts';
import { TargetFields } from './target-fields.tsx';

/** Migrates running instances of one version: which, to which version, by which mapping, and what came of each. */
export function MonitorMigrateMany({ definitionId }: { readonly definitionId: string }) {
  const definition = useDefinition(definitionId);
  return (
    <Guard>
      <Loaded query={definition}>{(data) => <Frame definition={data} />}</Loaded>
    </Guard>
  );
}

function Frame({ definition }: { readonly definition: Version }) {
  const { t } = useMonitorText();
  const versions = useVersions(definition.processId);
  return (
    <Page
      title={t('repair.manyTitle', { version: definition.version })}
      subtitle={definition.name ?? definition.processId}
      back={`/monitor/processes/${definition.id}`}
      wide
    >
      <Loaded query={versions}>
        {(all) => {
          const others = all.filter(({ id }) => id !== definition.id);
          const [first] = others;
          return first === undefined ? (
            <EmptyState title={t('repair.noOther')} description={t('repair.noOtherHint')} />
          ) : (
            <Form definition={definition} versions={others} first={first} />
          );
        }}
      </Loaded>
    </Page>
  );
}

function Form({
  definition,
  versions,
  first,
}: {
  readonly definition: Version;
  readonly versions: readonly Version[];
  readonly first: Version;
}) {
  const { t } = useMonitorText();
  const [request, setRequest] = useState<MigrationRequest>({ definitionId: first.id, mapping: {}, rebuildEvents: false });
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const instances = useInstances({ definitionId: definition.id, status: 'active' });
  const migration = useBatches();
  const version = versions.find(({ id }) => id === request.definitionId)?.version ?? first.version;
  return (
    <Stack gap="md">
      <TargetFields
        versions={versions}
        targetId={request.definitionId}
        onTarget={(definitionId) => setRequest({ ...request, definitionId, mapping: {} })}
        rebuildEvents={request.rebuildEvents}
        onRebuild={(rebuildEvents) => setRequest({ ...request, rebuildEvents })}
      />
      <Loaded query={instances}>
        {(data) => {
          const items = data.pages.flatMap((page) => page.items);
          if (items.length === 0 && migration.results.size === 0)
            return <EmptyState title={t('repair.noneRunning')} description={t('repair.noneRunningHint')} />;
          return (
            <>
              <Mapping
                definition={definition}
                sample={items.find(({ id }) => chosen.includes(id)) ?? items[0]}
                request={request}
                onChange={setRequest}
              />
              <Choice items={items} chosen={chosen} request={request} results={migration.results} onChoose={setChosen} />
              {instances.hasNextPage ? (
                <Button variant="default" loading={instances.isFetchingNextPage} onClick={() => void instances.fetchNextPage()}>
                  {t('more')}
                </Button>
              ) : null}
              <Act
                count={chosen.length}
                version={version}
                migration={migration}
                onAct={async () => {
                  await migration.run(chosen, request);
                  setChosen([]);
                }}
              />
            </>
          );
        }}
      </Loaded>
    </Stack>
  );
}

/** The mapping, with the problems of one of the instances as an example; it is the same for all of them. */
function Mapping(props: {
  readonly definition: Version;
  readonly sample: Instance | undefined;
  readonly request: MigrationRequest;
  readonly onChange: (request: MigrationRequest) => void;
}) {
  const { definition, sample, request, onChange } = props;
  const source = useProcess(definition.id, definition.processId);
  const target = useProcess(request.definitionId, definition.processId);
  const preview = useMigrationPreview(sample?.id, request);
  const statistics = useStatistics(definition.id);
  const active = new Set(Object.entries(statistics.data?.elements ?? {}).flatMap(([id, counts]) => (counts.active > 0 ? [id] : [])));
  if (sample === undefined) return null;
  const show = (before: ProcessDefinition, after: ProcessDefinition) => (
    <Loaded query={preview} minHeight={160}>
      {(shown) => (
        <MappingTable
          source={before}
          target={after}
          mapping={shown.mapping}
          overrides={request.mapping}
          problems={shown.problems}
          active={active}
          onChange={(mapping) => onChange({ ...request, mapping })}
        />
      )}
    </Loaded>
  );
  return <Loaded query={source}>{(before) => <Loaded query={target}>{(after) => show(before, after)}</Loaded>}</Loaded>;
}

interface ChoiceProps {
  readonly items: readonly Instance[];
  readonly chosen: readonly string[];
  readonly request: MigrationRequest;
  readonly results: ReadonlyMap<string, BatchResult>;
  readonly onChoose: (ids: readonly string[]) => void;
}

/** The running instances to choose from, with what would come of each that is chosen, or what has come of it. */
function Choice({ items, chosen, request, results, onChoose }: ChoiceProps) {
  const { t } = useMonitorText();
  const format = useFormat();
  const preview = useMigrationsPreview(chosen.slice(0, BATCH_SIZE), request);
  const told = new Map([
    ...(chosen.length === 0 ? [] : (preview.data ?? [])).map((result) => [result.instanceId, result] as const),
    ...results,
  ]);
  const isAll = items.length > 0 && items.every(({ id }) => chosen.includes(id));
  return (
    <Stack gap="xs" component="section" aria-label={t('repair.instances')}>
      <Title order={2} size="h5">
        {t('repair.instances')}
      </Title>
      {preview.error === null ? null : <ErrorState error={preview.error} />}
      <Table verticalSpacing="xs">
        <Table.Thead>
          <Table.Tr>
            <Table.Th w={36}>
              <Checkbox
                aria-label={t('repair.chooseAll')}
                checked={isAll}
                indeterminate={!isAll && chosen.length > 0}
                onChange={() => onChoose(isAll ? [] : items.map(({ id }) => id))}
                data-testid="choose-all"
              />
            </Table.Th>
            <Table.Th>{t('instances.key')}</Table.Th>
            <Table.Th visibleFrom="sm">{t('instances.status')}</Table.Th>
            <Table.Th visibleFrom="sm">{t('instances.started')}</Table.Th>
            <Table.Th>{t('repair.result')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {items.map((each) => (
            <Table.Tr key={each.id} data-testid="migration-row">
              <Table.Td>
                <Checkbox
                  aria-label={t('repair.chooseOne', { name: nameOf(each) })}
                  checked={chosen.includes(each.id)}
                  onChange={() => onChoose(chosen.includes(each.id) ? chosen.filter((id) => id !== each.id) : [...chosen, each.id])}
                />
              </Table.Td>
              <Table.Td>
                <AppLink href={`/monitor/instances/${each.id}`}>{nameOf(each)}</AppLink>
              </Table.Td>
              <Table.Td visibleFrom="sm">
                <StatusBadge status={each.status} />
              </Table.Td>
              <Table.Td visibleFrom="sm">
                <Text size="sm">{format.relative(each.startedAt)}</Text>
              </Table.Td>
              <Table.Td>
                <BatchBadge result={told.get(each.id)} />
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Stack>
  );
}

interface Batches {
  readonly results: ReadonlyMap<string, BatchResult>;
  readonly done: number;
  readonly total: number;
  readonly run: (instanceIds: readonly string[], request: MigrationRequest) => Promise<void>;
}

/** Migrates any number of instances, a batch at a time, so that each request stays short. */
function useBatches(): Batches {
  const migrate = useMigrateMany();
  const [state, setState] = useState<Omit<Batches, 'run'>>({ results: new Map(), done: 0, total: 0 });
  const run = async (instanceIds: readonly string[], request: MigrationRequest) => {
    const results = new Map<string, BatchResult>();
    for (let from = 0; from < instanceIds.length; from += BATCH_SIZE) {
      setState({ results: new Map(results), done: from, total: instanceIds.length });
      const answers = await migrate.mutateAsync({ instanceIds: instanceIds.slice(from, from + BATCH_SIZE), request });
      for (const answer of answers) results.set(answer.instanceId, answer);
    }
    setState({ results, done: instanceIds.length, total: instanceIds.length });
  };
  return { ...state, run };
}

function Act(props: {
  readonly count: number;
  readonly version: number;
  readonly migration: Batches;
  readonly onAct: () => Promise<void>;
}) {
  const { t } = useMonitorText();
  const [asking, setAsking] = useState(false);
  const { results, done, total } = props.migration;
  const migrated = [...results.values()].filter(({ result }) => result === 'migrated').length;
  return (
    <Stack gap="xs">
      {total === 0 ? null : (
        <>
          <Progress value={(done / total) * 100} aria-label={t('repair.progress', { done, total })} />
          <Text size="sm" role="status" data-testid={done < total ? 'batch-running' : 'batch-done'}>
            {done < total ? t('repair.progress', { done, total }) : t('repair.batchDone', { migrated, refused: results.size - migrated })}
          </Text>
        </>
      )}
      <Group justify="flex-end">
        <Button disabled={props.count === 0} onClick={() => setAsking(true)} data-testid="migrate-many">
          {t('repair.migrateMany', { count: props.count })}
        </Button>
      </Group>
      <ConfirmDialog
        opened={asking}
        onClose={() => setAsking(false)}
        title={t('repair.confirmManyTitle', { count: props.count, version: props.version })}
        text={t('repair.confirmManyText')}
        confirm={t('repair.migrateMany', { count: props.count })}
        onConfirm={props.onAct}
      />
    </Stack>
  );
}
