import { keyText, type JsonObject } from '../model/index.ts';
import { EngineError, type StepResult } from '../port/engine.ts';
import type { StepTransaction } from '../port/instance-store.ts';
import type { Actor } from '../port/module-contract.ts';
import { evaluateBounded } from './evaluate-bounded.ts';
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
  given: PublishedMessage,
  actor: Actor,
  command: NamedCommand | null,
  origin: MessageOrigin | null = null,
): Promise<CorrelationResult> {
  let key = given.correlationKey;
  const outcome = await runStep<CorrelationResult>(parts, command, async (transaction) => {
    const message = await withKey(parts, transaction, given);
    key = message.correlationKey;
    if (origin !== null && !(await origin.holds(transaction))) return { step: null, answer: () => ({ result: 'buffered', step: null }) };
    if (message.messageId !== undefined && (await transaction.isMessageKept(message.name, key, message.messageId)))
      return nothingBut(parts, transaction, actor, origin);
    const begun =
      (await deliverToWaiting(parts, transaction, message, actor)) ?? (await startByMessage(parts, transaction, message, actor));
    if (begun !== null) {
      origin?.begun(begun.step);
      return begun;
    }
    if (message.timeToLiveMs > 0) await transaction.bufferMessage(message);
    else if (origin === null)
      throw new EngineError('MESSAGE_NOT_CORRELATED', `Expected somebody who waits for message "${message.name}", but nobody does.`);
    return nothingBut(parts, transaction, actor, origin);
  });
  // Somebody may have begun to wait between the look and the commit; the reconciler would find it, this is sooner.
  if (outcome.result === 'buffered') await deliverBuffered(parts, given.name, key);
  return outcome;
}

/** A step that changes no instance and marks where the message came from as done. */
async function nothingBut(
  parts: EngineParts,
  transaction: StepTransaction,
  actor: Actor,
  origin: MessageOrigin | null,
): Promise<BegunStep<CorrelationResult>> {
  const step = new TreeStep(parts, transaction, { actor, now: await transaction.now(), tree: null });
  origin?.begun(step);
  return { step, answer: () => ({ result: 'buffered', step: null }) };
}

/**
 * The message with the key that it carries: a message without one has that of the correlation property of its name, read out of its variables
 * (BPMN 2.0.2, 8.3.3).
 */
async function withKey(parts: EngineParts, transaction: StepTransaction, message: PublishedMessage): Promise<PublishedMessage> {
  if (message.correlationKey !== null) return message;
  for (const expression of await transaction.findMessageKeys(message.name)) {
    const evaluation = await evaluateBounded(parts, expression, message.variables, await transaction.now());
    const correlationKey = evaluation.kind === 'value' ? keyText(evaluation.value) : null;
    if (correlationKey !== null) return { ...message, correlationKey };
  }
  return message;
}

type BegunDelivery = BegunStep<CorrelationResult> & { readonly step: TreeStep };

async function deliverToWaiting(
  parts: EngineParts,
  transaction: StepTransaction,
  message: PublishedMessage,
  actor: Actor,
): Promise<BegunDelivery | null> {
  for (const candidate of await transaction.findMessageSubscriptions(
    message.name,
    message.correlationKey,
    message.targetIds ?? null,
    MAX_CANDIDATES,
  )) {
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
  const starts = await transaction.findStartSubscriptions('message', message.name);
  const start = starts.find(({ elementId }) => message.targetIds === undefined || message.targetIds.includes(elementId));
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
  const done = await runStep<{ readonly delivered: boolean }>(
    parts,
    null,
    async (transaction) => {
      for (const candidate of await transaction.findMessageSubscriptions(name, correlationKey, null, MAX_CANDIDATES)) {
        const { step, instance } = await beginStep(parts, transaction, candidate.instanceId, ENGINE_ACTOR);
        const { localId } = splitGlobalId(candidate.id, 'subscription');
        const wait = instance.state.waits[localId];
        if (wait?.kind !== 'message' || instance.state.status !== 'active') continue;
        const variables = await transaction.takeBufferedMessage(name, wait.correlationKey, wait.elementId);
        // What is kept may be for another element; the next candidate may be at it.
        if (variables === null) continue;
        await step.demand(instance, { kind: 'deliverMessage', subscriptionId: localId, variables });
        return { step, answer: () => ({ delivered: true }) };
      }
      return { step: null, answer: () => ({ delivered: false }) };
    },
    { alike: `message ${name}` },
  );
  return done.delivered;
}

/** Leaves one row per receiver in one transaction: when it resolves, everybody who waits now will get the signal. */
export function broadcastSignal(
  parts: EngineParts,
  name: string,
  variables: JsonObject,
  actor: Actor,
  command: NamedCommand | null,
): Promise<{ readonly instances: number }> {
  return runStep(parts, command, async (transaction) => {
    const step = new TreeStep(parts, transaction, { actor, now: await transaction.now(), tree: null });
    const instances = await leaveSignalDeliveries(step, name, variables, []);
    return { step, answer: () => ({ instances }) };
  });
}
