import { Box, Grid, Stack } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useState } from 'react';
import type { ProcessDefinition } from '../../../../engine/model/index.ts';
import {
  BpmnView,
  EmptyState,
  Loaded,
  Page,
  useDiagram,
  useGo,
  useInstance,
  type ElementBadge,
  type ElementMark,
  type InstanceDetail,
} from '../../../../designer/kit/index.ts';
import { nameOf } from '../instance-list.tsx';
import { useMonitorText } from '../texts.ts';
import { ElementPanel } from './element-panel.tsx';
import { Guard } from './guard.tsx';
import { instructionsOf, type PlannedChange, type TokenChoice } from './plan.ts';
import { PlanPanel } from './plan-panel.tsx';
import { useModificationPreview, useModify, useProcess, useTokens, type RepairProblem, type Tokens } from './repair-api.ts';

type Text = ReturnType<typeof useMonitorText>['t'];

/** Adds, moves and cancels tokens of a running instance: planned on its diagram, previewed by the engine, then done as one step. */
export function MonitorModify({ instanceId }: { readonly instanceId: string }) {
  const instance = useInstance(instanceId);
  return (
    <Guard>
      <Loaded query={instance}>{(data) => <Frame instance={data} />}</Loaded>
    </Guard>
  );
}

function Frame({ instance }: { readonly instance: InstanceDetail }) {
  const { t } = useMonitorText();
  const tokens = useTokens(instance.id);
  const process = useProcess(instance.definitionId, instance.processId);
  return (
    <Page
      title={t('repair.modifyTitle', { name: nameOf(instance) })}
      subtitle={`${instance.processName ?? instance.processId} · ${t('process.version', { version: instance.version })}`}
      back={`/monitor/instances/${instance.id}`}
      wide
    >
      {instance.status === 'active' ? (
        <Loaded query={process} minHeight={300}>
          {(model) => (
            <Loaded query={tokens} minHeight={300}>
              {(found) => <Workplace instance={instance} process={model} tokens={found} />}
            </Loaded>
          )}
        </Loaded>
      ) : (
        <EmptyState
          title={t('repair.notRunning')}
          description={t(instance.status === 'suspended' ? 'repair.suspendedHint' : 'repair.endedHint')}
        />
      )}
    </Page>
  );
}

interface Place {
  readonly instance: InstanceDetail;
  readonly process: ProcessDefinition;
  readonly tokens: Tokens;
}

function Workplace({ instance, process, tokens }: Place) {
  const { t } = useMonitorText();
  const go = useGo();
  const [plan, setPlan] = useState<readonly PlannedChange[]>([]);
  const [selected, setSelected] = useState<string | null>(null);
  const [moving, setMoving] = useState<TokenChoice | null>(null);
  const preview = useModificationPreview(instance.id, instructionsOf(plan));
  const modify = useModify(instance.id);
  const problems = plan.length === 0 ? [] : (preview.data?.problems ?? []);
  const apply = async () => {
    await modify.mutateAsync(instructionsOf(plan));
    notifications.show({ color: 'green', message: t('repair.applied', { name: nameOf(instance) }) });
    go(`/monitor/instances/${instance.id}`);
  };
  const choose = (id: string | null) => setSelected(id !== null && (process.nodes[id] ?? process.flows[id]) !== undefined ? id : null);
  return (
    <Grid gap="md">
      <Grid.Col span={{ base: 12, md: 8 }}>
        <Diagram
          instance={instance}
          process={process}
          tokens={tokens}
          plan={plan}
          problems={problems}
          selected={selected}
          onChoose={choose}
        />
      </Grid.Col>
      <Grid.Col span={{ base: 12, md: 4 }}>
        <Stack gap="md">
          <ElementPanel
            process={process}
            tokens={tokens}
            selected={selected}
            moving={moving}
            onSelect={choose}
            onMoving={setMoving}
            onPlan={(change) => {
              setPlan([...plan, change]);
              setMoving(null);
            }}
          />
          <PlanPanel
            process={process}
            plan={plan}
            preview={preview}
            name={nameOf(instance)}
            onUndo={(index) => setPlan(plan.filter((_, other) => other !== index))}
            onApply={apply}
          />
        </Stack>
      </Grid.Col>
    </Grid>
  );
}

function Diagram(
  props: Place & {
    readonly plan: readonly PlannedChange[];
    readonly problems: readonly RepairProblem[];
    readonly selected: string | null;
    readonly onChoose: (id: string) => void;
  },
) {
  const { t } = useMonitorText();
  const diagram = useDiagram(props.instance.definitionId);
  return (
    <Loaded query={diagram} minHeight={360}>
      {(xml) => (
        <Box h={{ base: 300, sm: 420, md: 600 }}>
          <BpmnView
            xml={xml}
            height="fill"
            label={t('repair.diagram')}
            marks={marksOf(props.tokens)}
            selected={props.selected}
            focus={props.tokens.elementInstances.find(({ scopeId }) => scopeId !== null)?.elementId}
            badges={badgesOf(props, t)}
            onElementClick={props.onChoose}
          />
        </Box>
      )}
    </Loaded>
  );
}

function marksOf({ elementInstances }: Tokens): Readonly<Record<string, ElementMark>> {
  const marks: Record<string, ElementMark> = {};
  for (const visit of elementInstances)
    if (visit.scopeId !== null && marks[visit.elementId] !== 'incident') marks[visit.elementId] = visit.hasIncident ? 'incident' : 'active';
  return marks;
}

/** The tokens that are there, what is planned for them, and what is wrong with the plan. */
function badgesOf(
  { process, tokens, plan, problems }: Parameters<typeof Diagram>[0],
  t: Text,
): Readonly<Record<string, readonly ElementBadge[]>> {
  const badges: Record<string, ElementBadge[]> = {};
  const put = (id: string, badge: ElementBadge) => {
    badges[id] = [...(badges[id] ?? []), badge];
  };
  const counts = new Map<string, number>();
  for (const visit of tokens.elementInstances)
    if (visit.scopeId !== null && !visit.isLoopBody) counts.set(visit.elementId, (counts.get(visit.elementId) ?? 0) + 1);
  for (const token of tokens.tokens) counts.set(token.flowId, (counts.get(token.flowId) ?? 0) + 1);
  for (const [id, count] of counts)
    if (count > 1 || process.flows[id] !== undefined)
      put(id, { text: String(count), tone: 'accent', title: t('repair.tokensHere', { count }) });
  const [away, here] = [new Map<string, number>(), new Map<string, number>()];
  const count = (counted: Map<string, number>, id: string) => counted.set(id, (counted.get(id) ?? 0) + 1);
  for (const change of plan) {
    if (change.kind !== 'add') count(away, change.from.elementId);
    if (change.kind !== 'cancel') count(here, change.to.elementId);
  }
  for (const [id, times] of away) put(id, { text: times > 1 ? `−${times}` : '−', tone: 'neutral', title: t('repair.plannedAway') });
  for (const [id, times] of here) put(id, { text: times > 1 ? `+${times}` : '+', tone: 'good', title: t('repair.plannedHere') });
  for (const problem of new Map(problems.map((each) => [each.elementId, each])).values())
    if (problem.elementId !== null) put(problem.elementId, { text: '!', tone: 'danger', title: problem.message });
  return badges;
}
