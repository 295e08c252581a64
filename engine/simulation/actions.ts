import type { Command } from '../kernel/command.ts';
import type { JsonObject } from '../model/index.ts';
import { ROOT_SCOPE_ID } from '../model/index.ts';
import { drain } from './effects.ts';
import { broadcastSignal, publishMessage } from './messages.ts';
import { startByConditions, startNodeOf } from './process-starts.ts';
import type { ScenarioAction } from './scenario.ts';
import { migrate, modify } from './repair.ts';
import { advance } from './timers.ts';
import { ScenarioFault } from './world.ts';
import type { OpenWork, SimulatedInstance, World } from './world.ts';

type WorkAction = Extract<ScenarioAction, { readonly element: string; readonly index: number }>;

/** Does what a step of a scenario asks for. Effects stay queued. Throws `ScenarioFault` when it cannot be done. */
export async function perform(world: World, action: ScenarioAction): Promise<void> {
  switch (action.kind) {
    case 'start':
      await start(world, action);
      return;
    case 'complete':
      await complete(world, action);
      return;
    case 'error': {
      const { instance, wait } = findWork(world, action);
      await world.demand(instance, {
        kind: 'throwError',
        waitId: wait.id,
        errorCode: action.code,
        message: action.message,
        variables: action.variables,
      });
      return;
    }
    case 'escalate': {
      const { instance, wait } = findWork(world, action);
      await world.demand(instance, { kind: 'throwEscalation', waitId: wait.id, escalationCode: action.code, variables: action.variables });
      return;
    }
    case 'message':
      await publishMessage(world, { ...action, expiresAtMs: world.nowMs + action.timeToLiveMs });
      return;
    case 'signal':
      await broadcastSignal(world, action.name, action.variables);
      return;
    case 'advance':
      await advance(world, action.duration, drain);
      return;
    case 'set':
      await setVariables(world, action.element, action.variables);
      return;
    case 'cancel':
      await world.demand(world.mainInstance(), { kind: 'cancel' });
      return;
    case 'modify':
      await modify(world, action.instructions);
      return;
    case 'migrate':
      await migrate(world, action);
      return;
    case 'look':
  }
}

async function start(world: World, action: Extract<ScenarioAction, { readonly kind: 'start' }>): Promise<void> {
  const definition = action.processId === null ? (world.parts.definitions[0] ?? null) : world.definition(action.processId);
  if (definition === null)
    throw new ScenarioFault(`Expected a process "${action.processId ?? ''}", but found only ${processNames(world)}.`);
  const started = await world.start(definition, {
    businessKey: action.businessKey,
    startEventId: await startNodeOf(world, definition, action.variables),
    variables: action.variables,
    caller: null,
    root: null,
  });
  if (typeof started === 'string') throw new ScenarioFault(started);
}

const processNames = (world: World): string =>
  world.parts.definitions.map((definition) => `"${definition.processId}"`).join(', ') || 'none';

/** The task or job that waits at an element. */
function findWork(world: World, { element, index }: WorkAction): OpenWork {
  const found = openWork(world, element)[index];
  if (found !== undefined) return found;
  throw new ScenarioFault(`Expected ${describe(element, index)} to wait, but found ${waitingText(world)}.`);
}

/** Tasks and jobs of an element, oldest first. */
export function openWork(world: World, element: string): readonly OpenWork[] {
  const found: OpenWork[] = [];
  for (const instance of world.instances) {
    if (instance.state.status !== 'active') continue;
    for (const wait of Object.values(instance.state.waits)) {
      if (wait.elementId !== element) continue;
      if (wait.kind === 'task') found.push({ instance, wait });
      else if (wait.kind === 'job') found.push({ instance, wait });
    }
  }
  return found;
}

const describe = (element: string, index: number): string => (index === 0 ? element : `${element} (index ${index})`);

function waitingText(world: World): string {
  const waiting = world.instances.flatMap((instance) =>
    Object.values(instance.state.waits).map((wait) => `${wait.elementId} (${wait.kind})`),
  );
  return waiting.length === 0 ? 'nothing that waits' : waiting.join(', ');
}

/** Completes a task or job; a catching event or receive task gets its message or signal. */
async function complete(world: World, action: Extract<ScenarioAction, { readonly kind: 'complete' }>): Promise<void> {
  const event = eventCommand(world, action);
  if (event !== null) {
    await world.demand(event.instance, event.command);
    return;
  }
  const { instance, wait } = findWork(world, action);
  await world.demand(instance, completion(wait, action.variables));
}

/** The command that completes a task or job. */
export function completion(wait: OpenWork['wait'], variables: JsonObject): Command {
  return wait.kind === 'task' ? { kind: 'completeTask', taskId: wait.id, variables } : { kind: 'completeJob', jobId: wait.id, variables };
}

function eventCommand(
  world: World,
  { element, index, variables }: WorkAction,
): { readonly instance: SimulatedInstance; readonly command: Command } | null {
  if (openWork(world, element).length > 0) return null;
  const message = world.waits('message', (wait) => wait.elementId === element)[index];
  if (message !== undefined)
    return { instance: message.instance, command: { kind: 'deliverMessage', subscriptionId: message.wait.id, variables } };
  const signal = world.waits('signal', (wait) => wait.elementId === element)[index];
  return signal === undefined
    ? null
    : { instance: signal.instance, command: { kind: 'deliverSignal', subscriptionId: signal.wait.id, variables } };
}

async function setVariables(world: World, element: string | null, variables: JsonObject): Promise<void> {
  if (element === null) {
    // Nobody is there whose variables these could be: they are what the conditional start events look at.
    const isActive = world.instances.some((instance) => instance.state.status === 'active');
    if (!isActive && (await startByConditions(world, variables))) return;
    await world.demand(world.mainInstance(), { kind: 'setVariables', scopeId: ROOT_SCOPE_ID, variables });
    return;
  }
  for (const instance of world.instances) {
    const visit = Object.values(instance.state.elementInstances).find((each) => each.elementId === element);
    if (visit === undefined) continue;
    await world.demand(instance, { kind: 'setVariables', scopeId: visit.id, variables });
    return;
  }
  throw new ScenarioFault(`Expected ${element} to be active, but found ${waitingText(world)}.`);
}
