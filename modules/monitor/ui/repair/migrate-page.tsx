import { Box, Button, Grid, Group, Stack, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useState } from 'react';
import type { ProcessDefinition } from '../../../../engine/model/index.ts';
import {
  BpmnView,
  ConfirmDialog,
  EmptyState,
  ErrorState,
  Loaded,
  Page,
  useDiagram,
  useGo,
  useInstance,
  type ElementMark,
  type InstanceDetail,
  type ProcessDefinition as Version,
} from '../../../../designer/kit/index.ts';
import { useVersions } from '../api.ts';
import { nameOf } from '../instance-list.tsx';
import { useMonitorText } from '../texts.ts';
import { ChangeList } from './change-list.tsx';
import { Guard } from './guard.tsx';
import { MappingTable } from './mapping-table.tsx';
import { ProblemText } from './problem-text.tsx';
import {
  useMigrate,
  useMigrationPreview,
  useProcess,
  useTokens,
  type MigrationPreview,
  type MigrationRequest,
  type Tokens,
} from './repair-api.ts';
import { TargetFields } from './target-fields.tsx';

/** Lets one running instance go on with another version of its process: mapping, problems, what happens to each part, then the act. */
export function MonitorMigrate({ instanceId }: { readonly instanceId: string }) {
  const instance = useInstance(instanceId);
  return (
    <Guard>
      <Loaded query={instance}>{(data) => <Frame instance={data} />}</Loaded>
    </Guard>
  );
}

function Frame({ instance }: { readonly instance: InstanceDetail }) {
  const { t } = useMonitorText();
  const versions = useVersions(instance.processId);
  const isRunning = instance.status === 'active' || instance.status === 'suspended';
  return (
    <Page
      title={t('repair.migrateTitle', { name: nameOf(instance) })}
      subtitle={`${instance.processName ?? instance.processId} · ${t('process.version', { version: instance.version })}`}
      back={`/monitor/instances/${instance.id}`}
      wide
    >
      {isRunning ? (
        <Loaded query={versions}>
          {(all) => {
            const others = all.filter(({ id }) => id !== instance.definitionId);
            const [first] = others;
            return first === undefined ? (
              <EmptyState title={t('repair.noOther')} description={t('repair.noOtherHint')} />
            ) : (
              <Form instance={instance} versions={others} first={first} />
            );
          }}
        </Loaded>
      ) : (
        <EmptyState title={t('repair.notRunning')} description={t('repair.endedHint')} />
      )}
    </Page>
  );
}

function Form({
  instance,
  versions,
  first,
}: {
  readonly instance: InstanceDetail;
  readonly versions: readonly Version[];
  readonly first: Version;
}) {
  const [request, setRequest] = useState<MigrationRequest>({ definitionId: first.id, mapping: {}, rebuildEvents: false });
  const source = useProcess(instance.definitionId, instance.processId);
  const target = useProcess(request.definitionId, instance.processId);
  const tokens = useTokens(instance.id);
  const preview = useMigrationPreview(instance.id, request);
  return (
    <Stack gap="md">
      <TargetFields
        versions={versions}
        targetId={request.definitionId}
        onTarget={(definitionId) => setRequest({ ...request, definitionId, mapping: {} })}
        rebuildEvents={request.rebuildEvents}
        onRebuild={(rebuildEvents) => setRequest({ ...request, rebuildEvents })}
      />
      <Loaded query={source}>
        {(before) => (
          <Loaded query={target}>
            {(after) => (
              <Loaded query={tokens}>
                {(found) => (
                  <Loaded query={preview} minHeight={240}>
                    {(shown) => (
                      <Sides
                        instance={instance}
                        source={before}
                        target={after}
                        tokens={found}
                        preview={shown}
                        isStale={preview.isFetching}
                        error={preview.error}
                        request={request}
                        version={versions.find(({ id }) => id === request.definitionId)?.version ?? first.version}
                        onChange={(mapping) => setRequest({ ...request, mapping })}
                      />
                    )}
                  </Loaded>
                )}
              </Loaded>
            )}
          </Loaded>
        )}
      </Loaded>
    </Stack>
  );
}

interface SidesProps {
  readonly instance: InstanceDetail;
  readonly source: ProcessDefinition;
  readonly target: ProcessDefinition;
  readonly tokens: Tokens;
  readonly preview: MigrationPreview;
  readonly isStale: boolean;
  readonly error: Error | null;
  readonly request: MigrationRequest;
  readonly version: number;
  readonly onChange: (mapping: MigrationRequest['mapping']) => void;
}

function Sides(props: SidesProps) {
  const { t } = useMonitorText();
  const { instance, source, target, tokens, preview, request } = props;
  const active = activeIn(tokens);
  const placed = new Set([...active].flatMap((id) => preview.mapping[id] ?? []));
  const general = preview.problems.filter(
    ({ elementId }) => elementId === null || (source.nodes[elementId] ?? source.flows[elementId]) === undefined,
  );
  return (
    <>
      <Grid gap="md">
        <Grid.Col span={{ base: 12, md: 6 }}>
          <Side definitionId={instance.definitionId} title={t('process.version', { version: instance.version })} marked={active} />
        </Grid.Col>
        <Grid.Col span={{ base: 12, md: 6 }}>
          <Side definitionId={request.definitionId} title={t('process.version', { version: props.version })} marked={placed} />
        </Grid.Col>
        <Grid.Col span={{ base: 12, md: 7 }}>
          <MappingTable
            source={source}
            target={target}
            mapping={preview.mapping}
            overrides={request.mapping}
            problems={preview.problems}
            active={active}
            onChange={props.onChange}
          />
          {general.map((problem) => (
            <ProblemText key={problem.code} problem={problem} />
          ))}
        </Grid.Col>
        <Grid.Col span={{ base: 12, md: 5 }}>
          {preview.problems.length > 0 ? (
            <Text size="sm" c="red" data-testid="migration-problems">
              {t('repair.problems', { count: preview.problems.length })}
            </Text>
          ) : (
            <ChangeList source={source} target={target} changes={preview.changes} />
          )}
        </Grid.Col>
      </Grid>
      {props.error === null ? null : <ErrorState error={props.error} />}
      <Act
        instance={instance}
        request={request}
        version={props.version}
        disabled={props.isStale || props.error !== null || preview.problems.length > 0}
      />
    </>
  );
}

function Act(props: {
  readonly instance: InstanceDetail;
  readonly request: MigrationRequest;
  readonly version: number;
  readonly disabled: boolean;
}) {
  const { t } = useMonitorText();
  const go = useGo();
  const migrate = useMigrate(props.instance.id);
  const [asking, setAsking] = useState(false);
  const name = nameOf(props.instance);
  const act = async () => {
    await migrate.mutateAsync(props.request);
    notifications.show({ color: 'green', message: t('repair.migrated', { name, version: props.version }) });
    go(`/monitor/instances/${props.instance.id}`);
  };
  return (
    <Group justify="flex-end">
      <Button disabled={props.disabled} onClick={() => setAsking(true)} data-testid="migrate">
        {t('repair.migrateTo', { version: props.version })}
      </Button>
      <ConfirmDialog
        opened={asking}
        onClose={() => setAsking(false)}
        title={t('repair.confirmMigrateTitle', { name, version: props.version })}
        text={t('repair.confirmText')}
        confirm={t('repair.migrateTo', { version: props.version })}
        onConfirm={act}
      />
    </Group>
  );
}

function Side({
  definitionId,
  title,
  marked,
}: {
  readonly definitionId: string;
  readonly title: string;
  readonly marked: ReadonlySet<string>;
}) {
  const diagram = useDiagram(definitionId);
  const marks: Readonly<Record<string, ElementMark>> = Object.fromEntries([...marked].map((id) => [id, 'active' as const]));
  return (
    <Stack gap={4}>
      <Text size="sm" fw={600}>
        {title}
      </Text>
      <Loaded query={diagram} minHeight={200}>
        {(xml) => (
          <Box h={{ base: 200, sm: 260 }}>
            <BpmnView xml={xml} height="fill" label={title} marks={marks} focus={[...marked][0]} />
          </Box>
        )}
      </Loaded>
    </Stack>
  );
}

/** Elements and flows that something is at. */
function activeIn({ elementInstances, tokens }: Tokens): ReadonlySet<string> {
  return new Set([
    ...elementInstances.filter(({ scopeId }) => scopeId !== null).map(({ elementId }) => elementId),
    ...tokens.map(({ flowId }) => flowId),
  ]);
}
