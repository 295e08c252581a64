import type { Command } from '../kernel/command.ts';
import type { Effect } from '../kernel/effect.ts';
import { calendarNamed, formatInstant, planNextFiring, teamOfLane, type JsonObject, type TimerPlan } from '../model/index.ts';
import { EngineError } from '../port/engine.ts';
import type { JobRow, StepHint, StepTransaction } from '../port/instance-store.ts';
import type { ClaimedDueWork, ClaimedJob, ClaimedTimer } from '../port/work-store.ts';
import { correlateMessage } from './deliver.ts';
import { DUE_WORK_KINDS, leaveSignalPage, type DueWorkKind, type PublishedMessage, type SpreadSignal } from './due-work.ts';
import { ENGINE_ACTOR, type EngineParts } from './engine-parts.ts';
import { splitGlobalId } from './global-id.ts';
import { jobInput, performJob, recordFailure } from './perform-job.ts';
import { beginStart, pullTrigger, triggerAt } from './process-starts.ts';
import { beginStep, runStep, type BegunStep } from './step-runner.ts';
import { TreeStep, type StepMode, type TreeInstance } from './tree-step.ts';

const aboutOf = (instanceId: string | null): StepHint => (instanceId === null ? {} : { about: instanceId });

const NOTHING: BegunStep<object> = { step: null, answer: () => ({}) };
const done = (step: TreeStep): BegunStep<object> => ({ step, answer: () => ({}) });

/** What became of claimed work. `notNow`: it could not be begun, and is to be tried again as if it had not been claimed. */
export type WorkEnd = 'done' | 'notNow';

/** How many workers before were lost with a claimed row. */
const lostWorkers = ({ attempts, failures }: { readonly attempts: number; readonly failures: number }): number => attempts - failures - 1;

const modeOf = (work: { readonly attempts: number; readonly failures: number }): StepMode => ({ workersLost: lostWorkers(work) });

/** Fires a due timer: of a waiting event, or of a start event. A row that is no longer ours, or no longer waited for, does nothing. */
export async function fireTimer(parts: EngineParts, timer: ClaimedTimer): Promise<WorkEnd> {
  const { instanceId } = timer;
  const work = async (transaction: StepTransaction): Promise<BegunStep<object>> => {
    if (instanceId === null) return startByTimer(parts, transaction, timer);
    // Sent together, run one after another: the lease is looked at when the tree is locked.
    const [begun, isOurs] = await Promise.all([
      beginOrGone(parts, transaction, instanceId, modeOf(timer)),
      transaction.holdsLease('timer', timer.id, timer.leaseEpoch),
    ]);
    if (!isOurs) return NOTHING;
    const { localId } = splitGlobalId(timer.id, 'timer');
    if (begun?.instance.state.waits[localId]?.kind !== 'timer') {
      await transaction.removeTimer(timer.id);
      return NOTHING;
    }
    await begun.step.demand(begun.instance, { kind: 'fireTimer', timerId: localId });
    return done(begun.step);
  };
  await runStep(parts, null, work, { ...aboutOf(instanceId), alike: `timer ${timer.definitionId} ${timer.elementId}` });
  return 'done';
}

async function startByTimer(parts: EngineParts, transaction: StepTransaction, timer: ClaimedTimer): Promise<BegunStep<object>> {
  if (!(await transaction.holdsLease('timer', timer.id, timer.leaseEpoch))) return NOTHING;
  const definition = await transaction.findDefinition({ kind: 'id', definitionId: timer.definitionId });
  if (definition === null) throw new Error(`Expected definition ${timer.definitionId} of start timer ${timer.id}, but it is not stored.`);
  const now = await transaction.now();
  const pulled = await pullTrigger(parts, transaction, ENGINE_ACTOR, {
    definitionId: timer.definitionId,
    elementId: timer.elementId,
    index: timer.index,
    isBroadcast: true,
    correlationKey: null,
    businessKey: null,
    variables: {},
  });
  const step = pulled?.step ?? (await emptyStep(parts, transaction));
  const next = await nextStart(transaction, timer, Date.parse(now));
  if (next === null) step.removedTimerIds.push(timer.id);
  else {
    step.startTimers.push({
      isNew: false,
      id: timer.id,
      instanceId: null,
      rootInstanceId: null,
      definitionId: timer.definitionId,
      processId: definition.processId,
      elementId: timer.elementId,
      cycle: timer.cycle,
      dueAt: formatInstant(next.dueMs),
      repetitionsLeft: next.repetitionsLeft,
    });
  }
  return done(step);
}

/** The next firing of a start timer; null when there is none, or its business calendar is gone. */
async function nextStart(transaction: StepTransaction, timer: ClaimedTimer, nowMs: number): Promise<TimerPlan | null> {
  const definition = await transaction.findDefinition({ kind: 'id', definitionId: timer.definitionId });
  const event = definition === null ? undefined : triggerAt(definition, timer.elementId, timer.index)?.definition;
  const name = event?.kind === 'timer' ? event.calendar : undefined;
  const lanes = definition?.definition.nodes[timer.elementId]?.lanes ?? [];
  const calendar = name === undefined ? null : calendarNamed(await transaction.calendars(), name, teamOfLane(lanes));
  if (name !== undefined && calendar === null) return null;
  return planNextFiring({ ...timer, dueMs: Date.parse(timer.dueAt) }, nowMs, calendar);
}

/** What steps that do a job of this type have in common; see `StepHint.alike`. */
export const jobKind = (type: string): string => `job ${type}`;

/**
 * Runs claimed jobs of one instance again, in one step: a wide activity is not loaded and stored anew for each of its jobs. One that was
 * claimed too often without any result becomes an incident: its workers died of it. Returns what became of each by its id.
 */
export function runJobs(parts: EngineParts, jobs: readonly [ClaimedJob, ...ClaimedJob[]]): Promise<ReadonlyMap<string, WorkEnd>> {
  const work = async (transaction: StepTransaction): Promise<BegunStep<ReadonlyMap<string, WorkEnd>>> => {
    // Sent together, run one after another: the rows are read when the tree is locked.
    const [{ step, instance }, rows] = await Promise.all([
      beginStep(parts, transaction, jobs[0].instanceId, ENGINE_ACTOR),
      Promise.all(jobs.map((job) => transaction.job(job.id))),
    ]);
    const ends = new Map<string, WorkEnd>();
    let isMoved = false;
    for (const [index, job] of jobs.entries()) {
      const outcome = await runJob(step, instance, job, rows[index] ?? null);
      isMoved ||= outcome === 'moved';
      ends.set(job.id, outcome === 'notNow' ? 'notNow' : 'done');
    }
    return { step: isMoved ? step : null, answer: () => ends };
  };
  return runStep(parts, null, work, { about: jobs[0].instanceId, alike: jobKind(jobs[0].type) });
}

/** `gone`: the row is no longer ours, or no longer waited for. */
async function runJob(step: TreeStep, instance: TreeInstance, job: ClaimedJob, row: JobRow | null): Promise<'moved' | 'gone' | 'notNow'> {
  const { localId } = splitGlobalId(job.id, 'job');
  const wait = instance.state.waits[localId];
  if (row === null || row.leaseEpoch !== job.leaseEpoch || wait?.kind !== 'job') return 'gone';
  // Suspended since the claim.
  if (row.status !== 'open') return 'notNow';
  const lost = lostWorkers(job);
  if (lost >= step.parts.limits.lostWorkers) {
    const message = `Expected the work to end, but ${lost} workers were lost while they did it.`;
    await recordFailure(step, instance, wait, { message, retriesLeft: 0, retryAfterMs: null }, { failures: job.failures });
    return 'moved';
  }
  return (await performJob(step, instance, localId, jobInput(instance, wait), { failures: job.failures, operation: row.operation }))
    ? 'moved'
    : 'notNow';
}

/** Does what another transaction left. */
export async function runDueWork(parts: EngineParts, work: ClaimedDueWork): Promise<WorkEnd> {
  const kind: DueWorkKind | undefined = DUE_WORK_KINDS.find((each) => each === work.kind);
  if (kind === undefined) throw new Error(`Expected due work out of ${DUE_WORK_KINDS.join(', ')}, but found "${work.kind}".`);
  if (kind === 'message') await deliverMessage(parts, work);
  else {
    const begin = async (transaction: StepTransaction): Promise<BegunStep<object>> => {
      const begun = await beginDueWork(parts, transaction, kind, work);
      if (!(await transaction.holdsLease('dueWork', work.id, work.leaseEpoch))) return NOTHING;
      const step = begun ?? (await emptyStep(parts, transaction));
      step.doneDueWorkIds.push(work.id);
      return done(step);
    };
    await runStep(parts, null, begin, aboutOf(work.instanceId));
  }
  return 'done';
}

/** Null when its target is gone: then only the row is to be removed. */
async function beginDueWork(
  parts: EngineParts,
  transaction: StepTransaction,
  kind: Exclude<DueWorkKind, 'message'>,
  work: ClaimedDueWork,
): Promise<TreeStep | null> {
  const payload = work.payload as Readonly<Record<string, unknown>>;
  // Written by this very program, as are the other payloads below.
  if (kind === 'startBySignal') return startBySignal(parts, transaction, payload as unknown as LeftStart);
  if (kind === 'startCollected') return startCollected(parts, transaction, payload as unknown as LeftStart);
  if (kind === 'spreadSignal') return spreadSignal(parts, transaction, payload as unknown as SpreadSignal);
  const begun = work.instanceId === null ? null : await beginOrGone(parts, transaction, work.instanceId, modeOf(work));
  if (begun === null) return null;
  const { step, instance } = begun;
  switch (kind) {
    case 'command':
      // Written by `leaveCommand` of this very program, as are the other payloads below.
      await applyLeft(step, instance, payload['command'] as Command);
      return step;
    case 'startCalled':
      step.pending.push({ instanceId: instance.id, effect: payload['effect'] as Effect });
      return step;
    case 'deliverSignal':
      await step.apply(instance, {
        kind: 'deliverSignal',
        subscriptionId: splitGlobalId(String(payload['subscriptionId']), 'subscription').localId,
        variables: payload['variables'] as JsonObject,
      });
      return step;
  }
}

/** A suspended instance takes it later; one that no longer waits for it, never. */
async function applyLeft(step: TreeStep, instance: TreeInstance, command: Command): Promise<void> {
  const rejection = await step.apply(instance, command);
  if (rejection !== null && instance.state.status === 'suspended') throw new EngineError(rejection.code, rejection.message);
}

/** The payload of a start that another transaction left. */
interface LeftStart {
  readonly definitionId: string;
  readonly elementId: string;
  readonly index?: number;
  readonly businessKey?: string | null;
  readonly variables: JsonObject;
}

async function startBySignal(parts: EngineParts, transaction: StepTransaction, start: LeftStart): Promise<TreeStep | null> {
  if ((await transaction.findDefinition({ kind: 'id', definitionId: start.definitionId })) === null) return null;
  const pulled = await pullTrigger(parts, transaction, ENGINE_ACTOR, {
    definitionId: start.definitionId,
    elementId: start.elementId,
    index: start.index ?? 0,
    isBroadcast: true,
    correlationKey: null,
    businessKey: null,
    variables: start.variables,
  });
  return pulled?.step ?? null;
}

async function spreadSignal(parts: EngineParts, transaction: StepTransaction, signal: SpreadSignal): Promise<TreeStep> {
  const step = await emptyStep(parts, transaction);
  await leaveSignalPage(step, signal);
  return step;
}

async function startCollected(parts: EngineParts, transaction: StepTransaction, start: LeftStart): Promise<TreeStep | null> {
  const definition = await transaction.findDefinition({ kind: 'id', definitionId: start.definitionId });
  if (definition === null) return null;
  const { elementId: startEventId, businessKey = null, variables } = start;
  return (await beginStart(parts, transaction, await transaction.now(), ENGINE_ACTOR, { definition, startEventId, businessKey, variables }))
    .step;
}

async function deliverMessage(parts: EngineParts, work: ClaimedDueWork): Promise<void> {
  const message = work.payload as unknown as PublishedMessage; // Written by `leaveMessage` of this very program.
  const origin = {
    holds: (transaction: StepTransaction) => transaction.holdsLease('dueWork', work.id, work.leaseEpoch),
    begun: (step: TreeStep) => {
      step.doneDueWorkIds.push(work.id);
    },
  };
  // An event without time to live that nobody waits for is lost by its own wish; the row must go all the same.
  await correlateMessage(parts, message, ENGINE_ACTOR, null, origin);
}

async function beginOrGone(
  parts: EngineParts,
  transaction: StepTransaction,
  instanceId: string,
  mode: StepMode,
): Promise<{ readonly step: TreeStep; readonly instance: TreeInstance } | null> {
  try {
    return await beginStep(parts, transaction, instanceId, ENGINE_ACTOR, mode);
  } catch (error) {
    if (error instanceof EngineError && error.code === 'NOT_FOUND') return null;
    throw error;
  }
}

async function emptyStep(parts: EngineParts, transaction: StepTransaction): Promise<TreeStep> {
  return new TreeStep(parts, transaction, { actor: ENGINE_ACTOR, now: await transaction.now(), tree: null });
}
