import type { ElementId, EventDefinition, FlowNode, JsonObject, ProcessDefinition } from '../model/index.ts';
import type { BufferedMessage, SimulatedInstance, World } from './world.ts';

type MessageDefinition = Extract<EventDefinition, { readonly kind: 'message' }>;
type SignalDefinition = Extract<EventDefinition, { readonly kind: 'signal' }>;

/** A message or an event without a correlation key correlates by its name alone. */
const keysFit = (awaited: string | null, sent: string | null): boolean => awaited === null || sent === null || awaited === sent;

/** Gives a message to the oldest instance that waits for it, else starts a process, else keeps it for its time to live. */
export async function publishMessage(world: World, message: BufferedMessage): Promise<void> {
  if ((await deliver(world, message)) || (await startByMessage(world, message))) return;
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
  const [found] = world.waits(
    'message',
    (wait) => wait.messageName === message.name && keysFit(wait.correlationKey, message.correlationKey),
  );
  if (found === undefined) return false;
  await world.demand(found.instance, { kind: 'deliverMessage', subscriptionId: found.wait.id, variables: message.variables });
  return true;
}

async function startByMessage(world: World, message: BufferedMessage): Promise<boolean> {
  for (const definition of latestDefinitions(world)) {
    const node = await startedBy(world, definition, 'message', message.name);
    if (node !== null) return typeof (await startAt(world, definition, node.id, message.variables)) !== 'string';
  }
  return false;
}

/** Gives a signal to everybody who waits for it, and starts every process that begins with it. */
export async function broadcastSignal(world: World, name: string, variables: JsonObject): Promise<void> {
  for (const { instance, wait } of world.waits('signal', (each) => each.signalName === name)) {
    // An earlier delivery may have ended this wait.
    if (instance.state.waits[wait.id] !== undefined)
      await world.demand(instance, { kind: 'deliverSignal', subscriptionId: wait.id, variables });
  }
  for (const definition of latestDefinitions(world)) {
    const node = await startedBy(world, definition, 'signal', name);
    if (node !== null) await startAt(world, definition, node.id, variables);
  }
}

/** The node of a process that begins with this message or signal; null when none does. */
async function startedBy(world: World, definition: ProcessDefinition, kind: 'message' | 'signal', name: string): Promise<FlowNode | null> {
  for (const node of startNodes(definition)) {
    for (const event of definitionsOf(node)) {
      if ((event.kind === 'message' || event.kind === 'signal') && event.kind === kind && (await nameOf(world, event)) === name)
        return node;
    }
  }
  return null;
}

function startAt(
  world: World,
  definition: ProcessDefinition,
  startEventId: ElementId,
  variables: JsonObject,
): Promise<SimulatedInstance | string> {
  return world.start(definition, { businessKey: null, startEventId, variables, caller: null, root: null });
}

/** Of several definitions of one process only the last one starts new instances. */
export function latestDefinitions(world: World): readonly ProcessDefinition[] {
  return world.parts.definitions.filter((definition) => world.definition(definition.processId) === definition);
}

/** Nodes at which an instance may begin: start events of the process, and instantiating receive tasks and event-based gateways (BPMN 2.0.2, 13.2). */
export function startNodes(definition: ProcessDefinition): readonly FlowNode[] {
  const content = definition.containers[definition.processId];
  const nodes = (content?.nodeIds ?? []).flatMap((id) => definition.nodes[id] ?? []);
  return nodes.filter((node) => {
    if (node.kind === 'startEvent') return true;
    if (node.kind === 'receiveTask') return node.instantiate;
    if (node.kind !== 'intermediateCatchEvent') return false;
    return node.incoming.some((flowId) => {
      const source = definition.nodes[definition.flows[flowId]?.sourceId ?? ''];
      return source?.kind === 'eventBasedGateway' && source.instantiate;
    });
  });
}

function definitionsOf(node: FlowNode): readonly EventDefinition[] {
  if (node.kind === 'receiveTask') return [node.message];
  return node.kind === 'startEvent' || node.kind === 'intermediateCatchEvent' ? node.definitions : [];
}

/** The name of a start event's message or signal: there are no variables yet that an expression could use. */
async function nameOf(world: World, event: MessageDefinition | SignalDefinition): Promise<string | null> {
  const evaluation = await world.parts.evaluate(event.kind === 'message' ? event.messageName : event.signalName, {}, world.now);
  return evaluation.kind === 'value' && typeof evaluation.value === 'string' ? evaluation.value : null;
}
