import type { JsonObject, JsonValue } from '../model/index.ts';
import type {
  ClosedTaskWrite,
  IncidentWrite,
  InstanceWrite,
  JobWrite,
  StepWrite,
  SubscriptionWrite,
  TaskWrite,
  TimerWrite,
  VariableWrite,
} from '../port/step-write.ts';
import { isEnded, type InstanceState, type Wait } from '../state/index.ts';
import { isMigrated, projectActivities } from './activity-projection.ts';
import { globalId } from './global-id.ts';
import { chainEntries } from './journal-chain.ts';
import type { TreeInstance, TreeStep } from './tree-step.ts';

type Rows = { -readonly [Key in keyof StepWrite]: StepWrite[Key] extends readonly (infer Row)[] ? Row[] : StepWrite[Key] };

/** The rows that make the database show what the step did. */
export function projectStep(step: TreeStep, command: StepWrite['command']): StepWrite {
  const changed = step.instances.filter((instance) => instance.entries.length > 0);
  const rootInstanceId = step.tree?.rootInstanceId ?? changed[0]?.state.rootInstanceId ?? null;
  const journal = rootInstanceId === null ? [] : chainEntries(rootInstanceId, step.tree?.journalHash ?? null, step.entries);
  const last = journal.at(-1);
  const rows: Rows = {
    instances: [],
    variables: [],
    removedScopes: [],
    activities: [],
    tasks: [],
    closedTasks: [],
    jobs: [],
    timers: [...step.startTimers],
    subscriptions: [],
    removedJobIds: [],
    removedTimerIds: [...step.removedTimerIds],
    removedSubscriptionIds: [],
    incidents: [],
    resolvedIncidents: [],
    operations: [...step.operations],
    outbox: [...step.outbox],
    dueWork: [...step.dueWork],
    doneDueWorkIds: [...step.doneDueWorkIds],
    journal: [...journal],
    command,
    chain:
      rootInstanceId === null || last === undefined
        ? null
        : { rootInstanceId, count: (step.tree?.journalCount ?? 0) + journal.length, hash: last.hash },
  };
  for (const instance of changed) {
    rows.instances.push(instanceWrite(step, instance, rows.chain));
    rows.activities.push(...projectActivities(instance));
    projectVariables(instance, rows);
    projectWaits(step, instance, rows);
    projectIncidents(step, instance, rows);
  }
  return rows;
}

function instanceWrite(step: TreeStep, instance: TreeInstance, chain: StepWrite['chain']): InstanceWrite {
  const { state } = instance;
  return {
    id: instance.id,
    isNew: instance.before === null,
    definitionId: state.definitionId,
    processId: state.processId,
    businessKey: state.businessKey,
    status: state.status,
    rootInstanceId: state.rootInstanceId,
    callerInstanceId: state.caller?.instanceId ?? null,
    callerElementInstanceId: state.caller?.elementInstanceId ?? null,
    state: withoutVariables(state),
    flows: countFlows(instance),
    incidentCount: Object.keys(state.incidents).length,
    startedAt: step.now,
    startedBy: step.actor.id,
    startedByName: step.actor.name,
    endedAt: isEnded(state.status) ? step.now : null,
    chain: chain?.rootInstanceId === instance.id ? chain : null,
  };
}

function withoutVariables(state: InstanceState): JsonObject {
  const hasNone = Object.values(state.variables).every((scope) => Object.keys(scope).length === 0);
  const variables = hasNone ? state.variables : Object.fromEntries(Object.keys(state.variables).map((scopeId) => [scopeId, {}]));
  return (hasNone ? state : { ...state, variables }) as unknown as JsonObject; // The state is plain JSON; an interface has no index signature.
}

function countFlows(instance: TreeInstance): Readonly<Record<string, number>> {
  const flows: Record<string, number> = { ...instance.before?.flows };
  for (const entry of instance.entries) {
    for (const record of entry.records) if (record.kind === 'flowTaken') flows[record.flowId] = (flows[record.flowId] ?? 0) + 1;
  }
  return flows;
}

function projectVariables(
  instance: TreeInstance,
  rows: { variables: VariableWrite[]; removedScopes: { instanceId: string; scopeId: string }[] },
): void {
  const before = instance.before?.state.variables ?? {};
  const after = instance.state.variables;
  for (const [scopeId, variables] of Object.entries(after)) {
    const old: Readonly<Record<string, JsonValue>> = before[scopeId] ?? {};
    if (old === variables) continue;
    for (const [name, value] of Object.entries(variables)) {
      if (!Object.hasOwn(old, name) || old[name] !== value)
        rows.variables.push({ isNew: before[scopeId] === undefined, instanceId: instance.id, scopeId, name, value });
    }
  }
  for (const scopeId of Object.keys(before)) {
    if (after[scopeId] === undefined) rows.removedScopes.push({ instanceId: instance.id, scopeId });
  }
}

function projectWaits(step: TreeStep, instance: TreeInstance, rows: Rows): void {
  const before = instance.before?.state.waits ?? {};
  const after = instance.state.waits;
  // A suspended instance has no timers and no subscriptions: nothing fires and messages are kept for it. They come back when it resumes.
  const wasResting = instance.before?.state.status === 'suspended';
  const isResting = instance.state.status === 'suspended';
  const isMoved = isMigrated(instance);
  for (const wait of Object.values(after)) {
    const isChanged =
      isMoved || before[wait.id] !== wait || step.jobFailures.has(globalId(instance.id, wait.id)) || wasResting !== isResting;
    if (!isChanged) continue;
    if (isResting && isTriggered(wait)) {
      if (before[wait.id] !== undefined) removeWait(instance, wait, rows);
    } else writeWait(step, instance, wait, rows, before[wait.id] === undefined);
  }
  for (const wait of Object.values(before)) {
    if (after[wait.id] !== undefined) continue;
    if (wait.kind === 'task') rows.closedTasks.push(closedTask(instance, wait));
    else removeWait(instance, wait, rows);
  }
}

const isTriggered = (wait: Wait): boolean => wait.kind === 'timer' || wait.kind === 'message' || wait.kind === 'signal';

function writeWait(step: TreeStep, instance: TreeInstance, wait: Wait, rows: Rows, isNew: boolean): void {
  switch (wait.kind) {
    case 'job':
      rows.jobs.push({ isNew, ...jobWrite(step, instance, wait) });
      return;
    case 'task':
      rows.tasks.push({ isNew, ...taskWrite(step, instance, wait) });
      return;
    case 'timer':
      rows.timers.push({ isNew, ...timerWrite(instance, wait) });
      return;
    case 'message':
    case 'signal':
      rows.subscriptions.push({ isNew, ...subscriptionWrite(step, instance, wait) });
      return;
    case 'condition':
    case 'calledInstance':
      return;
  }
}

function removeWait(instance: TreeInstance, wait: Wait, rows: Rows): void {
  const id = globalId(instance.id, wait.id);
  switch (wait.kind) {
    case 'job':
      rows.removedJobIds.push(id);
      return;
    case 'timer':
      rows.removedTimerIds.push(id);
      return;
    case 'message':
    case 'signal':
      rows.removedSubscriptionIds.push(id);
      return;
    case 'task':
    case 'condition':
    case 'calledInstance':
      return;
  }
}

const placeOf = (instance: TreeInstance) => ({
  instanceId: instance.id,
  rootInstanceId: instance.state.rootInstanceId,
  definitionId: instance.state.definitionId,
  processId: instance.state.processId,
});

function jobWrite(step: TreeStep, instance: TreeInstance, wait: Extract<Wait, { kind: 'job' }>): Omit<JobWrite, 'isNew'> {
  const id = globalId(instance.id, wait.id);
  const failure = step.jobFailures.get(id);
  const isResting = instance.state.status === 'suspended';
  return {
    id,
    ...placeOf(instance),
    elementId: wait.elementId,
    elementInstanceId: wait.elementInstanceId,
    work: wait.work,
    type: wait.jobType,
    headers: wait.headers,
    retriesLeft: wait.retriesLeft,
    priority: wait.priority ?? step.parts.operations.get(wait.jobType)?.priority ?? 0,
    status: wait.retriesLeft <= 0 ? 'failed' : isResting ? 'suspended' : 'open',
    createdAt: step.now,
    dueAt: failure?.dueAt ?? null,
    attempts: failure?.attempts ?? inheritedLosses(step, instance, wait),
    failures: failure?.failures ?? 0,
    lastError: failure?.message ?? null,
    leasedUntil: null,
  };
}

/** A job that its step did not dare to perform begins with the workers that the step has lost; it may be the one that killed them. */
function inheritedLosses(step: TreeStep, instance: TreeInstance, wait: Extract<Wait, { kind: 'job' }>): number {
  const isNew = instance.before?.state.waits[wait.id] === undefined;
  const isOurs = wait.work !== 'operation' || step.parts.operations.has(wait.jobType);
  return isNew && isOurs ? step.mode.workersLost : 0;
}

function taskWrite(step: TreeStep, instance: TreeInstance, wait: Extract<Wait, { kind: 'task' }>): Omit<TaskWrite, 'isNew'> {
  return {
    id: globalId(instance.id, wait.id),
    ...placeOf(instance),
    businessKey: instance.state.businessKey,
    elementId: wait.elementId,
    elementInstanceId: wait.elementInstanceId,
    name: wait.name,
    assignee: wait.assignee,
    candidateGroups: wait.candidateGroups,
    candidateUsers: wait.candidateUsers,
    formId: wait.formId,
    priority: wait.priority,
    dueAt: wait.dueAt,
    followUpAt: wait.followUpAt,
    createdAt: step.now,
  };
}

function timerWrite(instance: TreeInstance, wait: Extract<Wait, { kind: 'timer' }>): Omit<TimerWrite, 'isNew'> {
  return {
    id: globalId(instance.id, wait.id),
    ...placeOf(instance),
    elementId: wait.elementId,
    repetitionsLeft: wait.repetitionsLeft,
    cycle: wait.cycle,
    dueAt: wait.dueAt,
  };
}

function subscriptionWrite(
  step: TreeStep,
  instance: TreeInstance,
  wait: Extract<Wait, { kind: 'message' | 'signal' }>,
): Omit<SubscriptionWrite, 'isNew'> {
  const { instanceId, rootInstanceId, processId } = placeOf(instance);
  return {
    id: globalId(instance.id, wait.id),
    instanceId,
    rootInstanceId,
    processId,
    elementId: wait.elementId,
    elementInstanceId: wait.elementInstanceId,
    kind: wait.kind,
    name: wait.kind === 'message' ? wait.messageName : wait.signalName,
    correlationKey: wait.kind === 'message' ? wait.correlationKey : null,
    createdAt: step.now,
  };
}

/** Done by a person when a command to complete it closed it; cancelled when its scope ended or an event interrupted it. */
function closedTask(instance: TreeInstance, wait: Extract<Wait, { kind: 'task' }>): ClosedTaskWrite {
  const entry = instance.entries.find((each) => each.records.some((record) => record.kind === 'waitClosed' && record.waitId === wait.id));
  const isDone =
    entry?.records.some((record) => record.kind === 'waitClosed' && record.waitId === wait.id && record.reason === 'done') === true;
  return {
    id: globalId(instance.id, wait.id),
    status: isDone ? 'completed' : 'cancelled',
    completedAt: entry?.at ?? '',
    completedBy: isDone && entry !== undefined ? entry.actor.id : null,
    completedByName: isDone && entry !== undefined ? entry.actor.name : null,
  };
}

function projectIncidents(
  step: TreeStep,
  instance: TreeInstance,
  rows: { incidents: IncidentWrite[]; resolvedIncidents: { id: string; resolvedAt: string; resolvedBy: string }[] },
): void {
  const before = instance.before?.state.incidents ?? {};
  const after = instance.state.incidents;
  for (const incident of Object.values(after)) {
    if (before[incident.id] !== undefined && !isMigrated(instance)) continue;
    rows.incidents.push({
      id: globalId(instance.id, incident.id),
      ...placeOf(instance),
      elementId: incident.elementId,
      elementInstanceId: incident.elementInstanceId,
      code: incident.code,
      message: incident.message,
      jobId: incident.jobId === null ? null : globalId(instance.id, incident.jobId),
      raisedAt: incident.raisedAt,
    });
  }
  for (const id of Object.keys(before)) {
    if (after[id] === undefined)
      rows.resolvedIncidents.push({ id: globalId(instance.id, id), resolvedAt: step.now, resolvedBy: step.actor.id });
  }
}
