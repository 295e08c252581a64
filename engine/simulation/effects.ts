import type { Effect } from '../kernel/effect.ts';
import { bindingText } from '../model/index.ts';
import type { InstanceState } from '../state/index.ts';
import { broadcastSignal, deliverBufferedMessages, publishMessage } from './messages.ts';
import { performJob } from './perform-job.ts';
import type { SimulatedInstance, World } from './world.ts';

/** Effects and completions of one step of a scenario, after which it counts as endless. */
export const MAX_EFFECTS = 100_000;
/** Nesting of call activities. */
const MAX_CALL_DEPTH = 50;

/** Performs the queued effects, and what follows from them, until nothing moves by itself. */
export async function drain(world: World): Promise<void> {
  let performed = 0;
  do {
    for (let next = world.pending.shift(); next !== undefined; next = world.pending.shift()) {
      performed += 1;
      if (performed > MAX_EFFECTS)
        throw new Error(`Expected at most ${MAX_EFFECTS} effects in one step, but found more: the process seems endless.`);
      await perform(world, next.instance, next.effect);
    }
    await deliverBufferedMessages(world);
  } while (world.pending.length > 0);
}

async function perform(world: World, instance: SimulatedInstance, effect: Effect): Promise<void> {
  switch (effect.kind) {
    case 'performJob':
      await performJob(world, instance, effect.jobId, effect.input);
      return;
    case 'startCalledInstance':
      await startCalledInstance(world, instance, effect);
      return;
    case 'cancelCalledInstance': {
      const called = world.instances.find((each) => each.state.instanceId === effect.calledInstanceId);
      if (called !== undefined && called.state.status === 'active') await world.demand(called, { kind: 'cancel' });
      return;
    }
    case 'publishMessage':
      await publishMessage(world, {
        name: effect.messageName,
        correlationKey: effect.correlationKey,
        variables: effect.variables,
        expiresAtMs: world.nowMs + effect.timeToLiveMs,
        ...(effect.targetIds === undefined ? {} : { targetIds: effect.targetIds }),
        ...(effect.messageId === undefined ? {} : { messageId: effect.messageId }),
      });
      return;
    case 'broadcastSignal':
      await broadcastSignal(world, effect.signalName, effect.variables, { instance, ...effect });
      return;
    case 'notifyCaller':
      await notifyCaller(world, instance, effect);
      return;
    case 'continueLater':
      await world.demand(instance, { kind: 'continue' });
  }
}

async function startCalledInstance(
  world: World,
  caller: SimulatedInstance,
  effect: Extract<Effect, { kind: 'startCalledInstance' }>,
): Promise<void> {
  if (caller.state.waits[effect.waitId]?.kind !== 'calledInstance') return;
  const refuse = (message: string): Promise<void> =>
    world.demand(caller, { kind: 'calledInstanceEnded', waitId: effect.waitId, outcome: { kind: 'notFound', message } });
  const definition = boundDefinition(world, effect.processId, effect.binding);
  if (definition === null) return refuse(`Expected a process "${effect.processId}" (${bindingText(effect.binding)}), but there is none.`);
  if (depthOf(world, caller.state) >= MAX_CALL_DEPTH)
    return refuse(`Expected at most ${MAX_CALL_DEPTH} nested calls, but ${effect.processId} would be one more.`);
  await world.demand(caller, { kind: 'calledInstanceStarted', waitId: effect.waitId, calledInstanceId: world.nextInstanceId() });
  const link = { instanceId: caller.state.instanceId, elementInstanceId: effect.elementInstanceId };
  const started = await world.start(definition, {
    businessKey: effect.businessKey,
    startEventId: null,
    variables: effect.variables,
    caller: link,
    root: caller.state,
  });
  if (typeof started === 'string') await refuse(started);
}

/** All files of a simulation count as one deployment; of several processes with one id the first is version 1. */
function boundDefinition(
  world: World,
  processId: string,
  binding: Extract<Effect, { kind: 'startCalledInstance' }>['binding'],
): ReturnType<World['definition']> {
  const versions = world.parts.definitions.filter((definition) => definition.processId === processId);
  switch (binding.kind) {
    case 'latest':
    case 'deployment':
      return versions.at(-1) ?? null;
    case 'versionTag':
      return versions.findLast((definition) => definition.versionTag === binding.tag) ?? null;
    case 'version':
      return versions[binding.version - 1] ?? null;
  }
}

function depthOf(world: World, state: InstanceState): number {
  let depth = 0;
  let current: InstanceState | undefined = state;
  while (current !== undefined && current.caller !== null && depth < MAX_CALL_DEPTH) {
    const callerId: string = current.caller.instanceId;
    current = world.instances.find((each) => each.state.instanceId === callerId)?.state;
    depth += 1;
  }
  return depth;
}

/** A caller that no longer waits has cancelled the call; the end of the called instance is no news to it. */
async function notifyCaller(world: World, called: SimulatedInstance, effect: Extract<Effect, { kind: 'notifyCaller' }>): Promise<void> {
  const link = called.state.caller;
  const caller = link === null ? undefined : world.instances.find((each) => each.state.instanceId === link.instanceId);
  const wait = Object.values(caller?.state.waits ?? {}).find(
    (each) => each.kind === 'calledInstance' && each.calledInstanceId === called.state.instanceId,
  );
  if (caller === undefined || wait === undefined) return;
  const { outcome } = effect;
  if (outcome.kind === 'escalation') {
    await world.demand(caller, {
      kind: 'calledInstanceEscalated',
      waitId: wait.id,
      escalationCode: outcome.escalationCode,
      variables: outcome.variables,
    });
  } else await world.demand(caller, { kind: 'calledInstanceEnded', waitId: wait.id, outcome });
}
