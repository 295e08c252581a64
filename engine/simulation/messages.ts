import type { JsonObject } from '../model/index.ts';
import { keyText, messageKeys } from '../model/index.ts';
import { latestDefinitions, pullTrigger, textOf, triggersOf } from './process-starts.ts';
import type { BufferedMessage, SimulatedInstance, World } from './world.ts';

/** A message or an event without a correlation key correlates by its name alone. */
const keysFit = (awaited: string | null, sent: string | null): boolean => awaited === null || sent === null || awaited === sent;

/** Whether a message may reach this node: with message flows only those at their other ends. */
const mayReach = ({ targetIds }: BufferedMessage, elementId: string): boolean =>
  targetIds === undefined || targetIds.some((id) => id === elementId);

/**
 * The message with the key that it carries: a message without one has that of the correlation property of its name, read out of its variables
 * (BPMN 2.0.2, 8.3.3).
 */
async function withKey(world: World, message: BufferedMessage): Promise<BufferedMessage> {
  if (message.correlationKey !== null) return message;
  for (const { messageName, key } of latestDefinitions(world).flatMap(messageKeys)) {
    if ((await textOf(world, messageName)) !== message.name) continue;
    const evaluation = await world.parts.evaluate(key, message.variables, world.now);
    const correlationKey = evaluation.kind === 'value' ? keyText(evaluation.value) : null;
    if (correlationKey !== null) return { ...message, correlationKey };
  }
  return message;
}

/** A message with an id is there already while one of the same name, key and id is kept. */
const isKept = (world: World, { name, correlationKey, messageId }: BufferedMessage): boolean =>
  messageId !== undefined &&
  world.messages.some(
    (kept) =>
      kept.messageId === messageId && kept.name === name && kept.correlationKey === correlationKey && kept.expiresAtMs > world.nowMs,
  );

/** Gives a message to the oldest instance that waits for it, else starts a process, else keeps it for its time to live. */
export async function publishMessage(world: World, given: BufferedMessage): Promise<void> {
  const message = await withKey(world, given);
  if (isKept(world, message) || (await deliver(world, message)) || (await startByMessage(world, message))) return;
  if (message.expiresAtMs > world.nowMs) world.messages.push(message);
}

/** Message events opened since take messages that came before them. */
export async function deliverBufferedMessages(world: World): Promise<void> {
  for (let index = 0; index < world.messages.length;) {
    const message = world.messages[index];
    const isGone = message === undefined || message.expiresAtMs <= world.nowMs || (await deliver(world, message));
    if (isGone) world.messages.splice(index, 1);
    else index += 1;
  }
}

async function deliver(world: World, message: BufferedMessage): Promise<boolean> {
  const fitting = world.waits(
    'message',
    (wait) =>
      wait.messageName === message.name && mayReach(message, wait.elementId) && keysFit(wait.correlationKey, message.correlationKey),
  );
  // Who waits for this very key comes before who waits for the name alone.
  const found = fitting.find(({ wait }) => wait.correlationKey !== null && wait.correlationKey === message.correlationKey) ?? fitting[0];
  if (found === undefined) return false;
  await world.demand(found.instance, { kind: 'deliverMessage', subscriptionId: found.wait.id, variables: message.variables });
  return true;
}

async function startByMessage(world: World, message: BufferedMessage): Promise<boolean> {
  for (const found of triggersOf(world, 'message')) {
    const { definition: event } = found.trigger;
    if (
      event.kind !== 'message' ||
      !mayReach(message, found.trigger.elementId) ||
      (await textOf(world, event.messageName)) !== message.name
    )
      continue;
    await pullTrigger(world, found, message);
    return true;
  }
  return false;
}

/** The instance that threw a signal: what began to wait in it after the throw, or has had the signal already, does not get it. */
interface SignalSource {
  readonly instance: SimulatedInstance;
  readonly openedBefore: number;
  readonly reached?: readonly string[];
}

const hears = (source: SignalSource | null, instance: SimulatedInstance, waitId: string): boolean =>
  source === null || source.instance !== instance || (Number(waitId) < source.openedBefore && source.reached?.includes(waitId) !== true);

/** Gives a signal to everybody who waits for it, and starts every process that begins with it. */
export async function broadcastSignal(
  world: World,
  name: string,
  variables: JsonObject,
  source: SignalSource | null = null,
): Promise<void> {
  for (const { instance, wait } of world.waits('signal', (each) => each.signalName === name)) {
    if (!hears(source, instance, wait.id)) continue;
    // An earlier delivery may have ended this wait.
    if (instance.state.waits[wait.id] !== undefined)
      await world.demand(instance, { kind: 'deliverSignal', subscriptionId: wait.id, variables });
  }
  for (const found of triggersOf(world, 'signal')) {
    const { definition: event } = found.trigger;
    if (event.kind === 'signal' && (await textOf(world, event.signalName)) === name)
      await pullTrigger(world, found, { variables, correlationKey: null });
  }
}
