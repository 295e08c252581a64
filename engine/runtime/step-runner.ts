import type { JsonObject, JsonValue } from '../model/index.ts';
import { EngineError, type StepResult } from '../port/engine.ts';
import { CommandAlreadyDoneError, TransactionConflictError, type StepHint, type StepTransaction } from '../port/instance-store.ts';
import type { Actor } from '../port/module-contract.ts';
import type { JobWrite, StepWrite } from '../port/step-write.ts';
import type { Meter } from '../port/telemetry.ts';
import { drainEffects } from './drain-effects.ts';
import type { EngineParts } from './engine-parts.ts';
import { globalId } from './global-id.ts';
import { handOver, leaseNext } from './hand-over.ts';
import { projectStep } from './projection.ts';
import { TreeStep, type StepMode, type TreeInstance } from './tree-step.ts';

/** Longest pause before a transaction is run again, in milliseconds. */
const MAX_RETRY_PAUSE_MS = 500;

/** A command that its sender has named, so that asking twice does it once. `requestHash` tells a repeated request from another one. */
export interface NamedCommand {
  readonly id: string;
  readonly requestHash: string;
}

/** What `work` of a transaction has begun: the step to finish (null: nothing to do) and the answer made of it. */
export interface BegunStep<Result extends JsonValue | object> {
  readonly step: TreeStep | null;
  readonly answer: () => Result;
}

/**
 * Runs a step in one transaction: `work` gives the first command, then the effects are performed, the projections written and all
 * committed. After the commit workers are woken and listeners told. A conflict runs everything again.
 */
export async function runStep<Result extends object>(
  parts: EngineParts,
  command: NamedCommand | null,
  work: (transaction: StepTransaction) => Promise<BegunStep<Result>>,
  hint: StepHint = {},
): Promise<Result> {
  const begunMs = performance.now();
  for (let attempt = 1; ; attempt += 1) {
    try {
      const done = await parts.store.transaction((transaction) => oneRun(parts, command, transaction, work), hint);
      parts.failpoints.reach('after-commit');
      if (done.step !== null && done.write !== null) {
        parts.meter.stepCommitted(done.step, done.write, (performance.now() - begunMs) / 1_000);
        announce(parts, done.write);
      }
      parts.failpoints.reach('before-ack');
      return done.answer;
    } catch (error) {
      if (error instanceof CommandAlreadyDoneError && attempt <= parts.limits.transactionAttempts) continue;
      const isConflict = error instanceof TransactionConflictError;
      if (!isConflict || attempt >= parts.limits.transactionAttempts) {
        measureFailure(parts.meter, error, (performance.now() - begunMs) / 1_000);
        if (!isConflict) throw error;
        throw new EngineError('BUSY', `Expected the step to go through within ${attempt} attempts, but the database kept refusing it.`, {
          cause: String(error.cause),
        });
      }
      parts.meter.transactionRetried();
      await parts.clock.sleep(Math.min(MAX_RETRY_PAUSE_MS, 2 ** attempt) * (0.5 + Math.random()));
    }
  }
}

/** Counts a step that did not commit: refused by a rule, given up because the database kept refusing it, or failed inside. */
function measureFailure(meter: Meter, error: unknown, seconds: number): void {
  if (error instanceof TransactionConflictError) meter.stepFailed('busy', 'BUSY', seconds);
  else if (error instanceof EngineError) meter.stepFailed('refused', error.code, seconds);
  else meter.stepFailed('failed', error instanceof Error ? error.name : 'unknown', seconds);
}

async function oneRun<Result extends object>(
  parts: EngineParts,
  command: NamedCommand | null,
  transaction: StepTransaction,
  work: (transaction: StepTransaction) => Promise<BegunStep<Result>>,
): Promise<{ readonly answer: Result; readonly step: TreeStep | null; readonly write: StepWrite | null }> {
  const stored = command === null ? null : await storedAnswer<Result>(transaction, command);
  if (stored !== null) return { answer: stored, step: null, write: null };
  const begun = await beginUnlessDone<Result>(transaction, command, work);
  if (begun.step === null) return { answer: begun.answer(), step: null, write: null };
  await drainEffects(begun.step);
  const answer = begun.answer();
  // The answer of a command is made of plain values; it is stored as JSON.
  const row = command === null ? null : { ...command, result: answer as JsonObject, at: begun.step.now };
  const write = leaseNext(parts, begun.step, projectStep(begun.step, row));
  await transaction.write(write);
  parts.failpoints.reach('before-commit');
  return { answer, step: begun.step, write };
}

/**
 * The first look for a command's answer is before the lock. The same command may have held the lock meanwhile, on another node, and have made what refuses it now:
 * a second look tells that it was done.
 */
async function beginUnlessDone<Result extends object>(
  transaction: StepTransaction,
  command: NamedCommand | null,
  work: (transaction: StepTransaction) => Promise<BegunStep<Result>>,
): Promise<BegunStep<Result>> {
  try {
    return await work(transaction);
  } catch (error) {
    if (command === null || !(error instanceof EngineError)) throw error;
    const stored = await storedAnswer<Result>(transaction, command);
    if (stored === null) throw error;
    return { step: null, answer: () => stored };
  }
}

async function storedAnswer<Result extends object>(transaction: StepTransaction, command: NamedCommand): Promise<Result | null> {
  const stored = await transaction.commandResult(command.id);
  if (stored === null) return null;
  if (stored.requestHash !== command.requestHash) {
    throw new EngineError('IDEMPOTENCY_KEY_REUSED', 'Expected the same request as before under this idempotency key, but it differs.');
  }
  return stored.result as unknown as Result; // Stored by `oneRun` for the same request, so of the same shape.
}

/** Locks a tree and begins a step on one of its instances; NOT_FOUND when there is none. */
export async function beginStep(
  parts: EngineParts,
  transaction: StepTransaction,
  instanceId: string,
  actor: Actor,
  mode?: StepMode,
): Promise<{ readonly step: TreeStep; readonly instance: TreeInstance }> {
  // Sent together, run one after another: the time and the state are read when the lock is held.
  const [tree, now] = await Promise.all([transaction.lockTree(instanceId), transaction.now()]);
  if (tree === null) throw notFound(instanceId);
  const step = new TreeStep(parts, transaction, { actor, now, tree, ...(mode === undefined ? {} : { mode }) });
  const instance = await step.instance(instanceId);
  if (instance === null) throw notFound(instanceId);
  return { step, instance };
}

const notFound = (instanceId: string): EngineError =>
  new EngineError('NOT_FOUND', `Expected a process instance ${instanceId}, but there is none.`);

/** Runs a step on an instance that somebody names; the answer is what the step led to. */
export function runOnInstance(
  parts: EngineParts,
  request: { readonly instanceId: string; readonly actor: Actor; readonly command?: NamedCommand | null; readonly mode?: StepMode },
  work: (step: TreeStep, instance: TreeInstance) => Promise<void>,
): Promise<StepResult> {
  const begin = async (transaction: StepTransaction): Promise<BegunStep<StepResult>> => {
    const { step, instance } = await beginStep(parts, transaction, request.instanceId, request.actor, request.mode);
    await work(step, instance);
    return { step, answer: () => stepResult(step, request.instanceId) };
  };
  return runStep(parts, request.command ?? null, begin, { about: request.instanceId });
}

/** What a step led to: read from the states after its last command. */
export function stepResult(step: TreeStep, instanceId: string): StepResult {
  const openedTaskIds: string[] = [];
  const incidentIds: string[] = [];
  for (const { id, state, before } of step.instances) {
    for (const wait of Object.values(state.waits)) {
      if (wait.kind === 'task' && before?.state.waits[wait.id] === undefined) openedTaskIds.push(globalId(id, wait.id));
    }
    for (const incidentId of Object.keys(state.incidents)) {
      if (before?.state.incidents[incidentId] === undefined) incidentIds.push(globalId(id, incidentId));
    }
  }
  const own = step.instances.find((instance) => instance.id === instanceId)?.state;
  // A root that the step has not touched goes on: its end would have come through here.
  const root = step.instances.find((instance) => instance.id === own?.rootInstanceId)?.state;
  return {
    instanceId,
    status: own?.status ?? 'active',
    rootStatus: root?.status ?? 'active',
    performed: step.performed,
    openedTaskIds,
    incidentIds,
  };
}

/** Wakes whoever waits for what the step has written, and gives its worker what was leased to it. */
function announce(parts: EngineParts, write: StepWrite): void {
  for (const job of write.jobs) {
    if (job.leasedUntil !== null) handOver(parts, job);
    else if (job.status === 'open') parts.wake('job', job.dueAt);
  }
  announceOutsideJobs(parts, write.jobs);
  for (const timer of write.timers) parts.wake('timer', timer.dueAt);
  for (const work of write.dueWork) parts.wake('dueWork', work.dueAt);
  if (write.outbox.length > 0) parts.wake('outbox', null);
  for (const { id, processId } of write.instances) parts.changes.publish({ topic: 'instance', id, processId, instanceId: id });
  for (const { id, processId, instanceId } of write.tasks) parts.changes.publish({ topic: 'task', id, processId, instanceId });
  for (const { id } of write.closedTasks) parts.changes.publish({ topic: 'task', id });
  for (const { id, processId, instanceId } of write.incidents) parts.changes.publish({ topic: 'incident', id, processId, instanceId });
  for (const { id } of write.resolvedIncidents) parts.changes.publish({ topic: 'incident', id });
}

/** Workers outside of steps wait at any node: the change feed reaches them all. */
function announceOutsideJobs(parts: EngineParts, jobs: readonly JobWrite[]): void {
  const types = new Set<string>();
  for (const { status, work, type } of jobs) if (status === 'open' && work === 'operation' && !parts.operations.has(type)) types.add(type);
  for (const jobType of types) parts.changes.publish({ topic: 'job', jobType });
}
