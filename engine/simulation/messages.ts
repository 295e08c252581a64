import type { ElementId, EventDefinition, FlowNode, JsonObject, ProcessDefinition } from '../model/index.ts';
import type { BufferedMessage, World } from './world.ts';

type MessageDefinition = Extract<EventDefinition, { readonly kind: 'message' }>;
type SignalDefinition = Extract<EventDefinition, { readonly kind: 'signal' }>;

/** A message or an event without a correlation key correlates by its name alone. */
const keysFit = (awaited: string | null, sent: string | null): boolean => awaited === null || sent === null || awaited === sent;

/** Gives a message to the oldest instance that waits for it, else starts a process, else keeps it for its time to live. */
export function publishMessage(world: World, message: BufferedMessage): void {
  if (deliver(world, message) || startByMessage(world, message)) return;
  if (message.expiresAtMs > world.nowMs) world.messages.push(message);
}

/** Message events opened since take messages that came before them. */
export function deliverBufferedMessages(world: World): void {
  for (let index = 0; index < world.messages.length; ) {
    const message = world.messages[index];
    const isGone = message === undefined || message.expiresAtMs <= world.nowMs || deliver(world, message);
    if (isGone) world.messages.splice(index, 1);
    else index += 1;
  }
}

function deliver(world: World, message: BufferedMessage): boolean {
  const [found] = world.waits('message', (wait) => wait.messageName === message.name && keysFit(wait.correlationKey, message.correlationKey));
  if (found === undefined) return false;
  world.demand(found.instance, { kind: 'deliverMessage', subscriptionId: found.wait.id, variables: message.variables });
  return true;
}

function startByMessage(world: World, message: BufferedMessage): boolean {
  for (const definition of latestDefinitions(world)) {
    const node = startNodes(definition).find((each) => definitionsOf(each).some((event) => event.kind === 'message' && nameOf(world, event) === message.name));
    if (node === undefined) continue;
    return typeof startAt(world, definition, node.id, message.variables) !== 'string';
  }
  return false;
}

/** Gives a signal to everybody who waits for it, and starts every process that begins with it. */
export function broadcastSignal(world: World, name: string, variables: JsonObject): void {
  for (const { instance, wait } of world.waits('signal', (each) => each.signalName === name)) {
    // An earlier delivery may have ended this wait.
    if (instance.state.waits[wait.id] !== undefined) world.demand(instance, { kind: 'deliverSignal', subscriptionId: wait.id, variables });
  }
  for (const definition of latestDefinitions(world)) {
    for (const node of startNodes(definition)) {
      if (definitionsOf(node).some((event) => event.kind === 'signal' && nameOf(world, event) === name)) startAt(world, definition, node.id, variables);
    }
  }
}

function startAt(world: World, definition: ProcessDefinition, startEventId: ElementId, variables: JsonObject): unknown {
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
function nameOf(world: World, event: MessageDefinition | SignalDefinition): string | null {
  const evaluation = world.parts.environment.evaluate(event.kind === 'message' ? event.messageName : event.signalName, {}, world.now);
  return evaluation.kind === 'value' && typeof evaluation.value === 'string' ? evaluation.value : null;
}
