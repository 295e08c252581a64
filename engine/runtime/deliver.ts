import type { JsonObject } from '../model/index.ts';
import { EngineError, type StepResult } from '../port/engine.ts';
import type { StepTransaction } from '../port/instance-store.ts';
import type { Actor } from '../port/module-contract.ts';
import { leaveSignalDeliveries, type PublishedMessage } from './due-work.ts';
import { ENGINE_ACTOR, type EngineParts } from './engine-parts.ts';
import { splitGlobalId } from './global-id.ts';
import { pullTrigger } from './process-starts.ts';
import { beginStep, runStep, stepResult, type BegunStep, type NamedCommand } from './step-runner.ts';
import { TreeStep } from './tree-step.ts';

/** Waiting events that one correlation tries; each may have got another message in the meantime. */
const MAX_CANDIDATES = 20;

export interface CorrelationResult {
  /** `collected`: a parallel multiple start event keeps it until all of its triggers have come. */
  readonly result: 'correlated' | 'started' | 'collected' | 'buffered';
  readonly step: StepResult | null;
}

/**
 * Where a message comes from when a row of due work left it: `holds` says whether the row is still ours, `begun` marks it as done.
 * Such a message, sent by an event, may vanish when nobody waits and it has no time to live.
 */
export interface MessageOrigin {
  holds(transaction: StepTransaction): Promise<boolean>;
  begun(step: TreeStep): void;
}

/** One waiting instance gets the message; else a process that it starts; else it is kept for its time to live. */
export async function correlateMessage(
  parts: EngineParts,
  message: PublishedMessage,
  actor: Actor,
  command: NamedCommand | null,
  origin: MessageOrigin | null = null,
): Promise<CorrelationResult> {
  const outcome = await runStep<CorrelationResult>(parts, command, async (transaction) => {
    if (origin !== null && !(await origin.holds(transaction))) return { step: null, answer: () => ({ result: 'buffered', step: null }) };
    const begun =
      (await deliverToWaiting(parts, transaction, message, actor)) ?? (await startByMessage(parts, transaction, message, actor));
    if (begun !== null) {
      origin?.begun(begun.step);
      return begun;
    }
    if (message.timeToLiveMs > 0)
      await transaction.bufferMessage(message.name, message.correlationKey, message.variables, message.timeToLiveMs);
    else if (origin === null)
      throw new EngineError('MESSAGE_NOT_CORRELATED', `Expected somebody who waits for message "${message.name}", but nobody does.`);
    const step = new TreeStep(parts, transaction, { actor, now: await transaction.now(), tree: null });
    origin?.begun(step);
    return { step, answer: () => ({ result: 'buffered', step: null }) };
  });
  // Somebody may have begun to wait between the look and the commit; the reconciler would find it, this is sooner.
  if (outcome.result === 'buffered') await deliverBuffered(parts, message.name, message.correlationKey);
  return outcome;
}

type BegunDelivery = BegunStep<CorrelationResult> & { readonly step: TreeStep };

async function deliverToWaiting(
  parts: EngineParts,
  transaction: StepTransaction,
  message: PublishedMessage,
  actor: Actor,
): Promise<BegunDelivery | null> {
  for (const candidate of await transaction.findMessageSubscriptions(message.name, message.correlationKey, [], MAX_CANDIDATES)) {
    const { step, instance } = await beginStep(parts, transaction, candidate.instanceId, actor);
    const { localId } = splitGlobalId(candidate.id, 'subscription');
    const wait = instance.state.waits[localId];
    if (wait?.kind !== 'message' || instance.state.status !== 'active') continue;
    await step.demand(instance, { kind: 'deliverMessage', subscriptionId: localId, variables: message.variables });
    return { step, answer: () => ({ result: 'correlated', step: stepResult(step, instance.id) }) };
  }
  return null;
}

async function startByMessage(
  parts: EngineParts,
  transaction: StepTransaction,
  message: PublishedMessage,
  actor: Actor,
): Promise<BegunDelivery | null> {
  const [start] = await transaction.findStartSubscriptions('message', message.name);
  if (start === undefined) return null;
  const pulled = await pullTrigger(parts, transaction, actor, {
    ...start,
    isBroadcast: false,
    correlationKey: message.correlationKey,
    businessKey: message.correlationKey,
    variables: message.variables,
  });
  if (pulled === null) return null;
  const { step, answer } = pulled;
  return { step, answer: () => (answer === null ? { result: 'collected', step: null } : { result: 'started', step: answer() }) };
}

/** Gives a kept message to an instance that waits for it, if both are still there. */
export async function deliverBuffered(parts: EngineParts, name: string, correlationKey: string | null): Promise<boolean> {
  const done = await runStep<{ readonly delivered: boolean }>(parts, null, async (transaction) => {
    for (const candidate of await transaction.findMessageSubscriptions(name, correlationKey, [], MAX_CANDIDATES)) {
      const { step, instance } = await beginStep(parts, transaction, candidate.instanceId, ENGINE_ACTOR);
      const { localId } = splitGlobalId(candidate.id, 'subscription');
      const wait = instance.state.waits[localId];
      if (wait?.kind !== 'message' || instance.state.status !== 'active') continue;
      const variables = await transaction.takeBufferedMessage(name, wait.correlationKey);
      if (variables === null) return { step: null, answer: () => ({ delivered: false }) };
      await step.demand(instance, { kind: 'deliverMessage', subscriptionId: localId, variables });
      return { step, answer: () => ({ delivered: true }) };
    }
    return { step: null, answer: () => ({ delivered: false }) };
  });
  return done.delivered;
}

/** Leaves one row per receiver in one transaction: when it resolves, everybody who waits now will get the signal. */
export function broadcastSignal(
  parts: EngineParts,
  name: string,
  variables: JsonObject,
  actor: Actor,
): Promise<{ readonly instances: number }> {
  return runStep(parts, null, async (transaction) => {
    const step = new TreeStep(parts, transaction, { actor, now: await transaction.now(), tree: null });
    const instances = await leaveSignalDeliveries(step, name, variables, []);
    return { step, answer: () => ({ instances }) };
  });
}
