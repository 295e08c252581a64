import type { Effect } from '../kernel/effect.ts';
import { asDefinitionId, asInstanceId, bindingText } from '../model/index.ts';
import type { DefinitionQuery } from '../port/instance-store.ts';
import type { Wait } from '../state/index.ts';
import { leaveCommand, leaveMessage, leaveSignalDeliveries } from './due-work.ts';
import { globalId } from './global-id.ts';
import { performJob } from './perform-job.ts';
import type { TreeInstance, TreeStep } from './tree-step.ts';

/** How long a command that its instance cannot take now (it is suspended) waits before it is tried again. */
const RETRY_COMMAND_MS = 10_000;
/** Message events of one step that are looked up in the buffer; the reconciler finds the rest. */
const MAX_BUFFERED_PER_STEP = 1_000;

/** Performs the effects of the step's commands, feeds their results back, and goes on until nothing moves. */
export async function drainEffects(step: TreeStep): Promise<void> {
  // Jobs, called instances and buffered messages of a step are bounded, and each command by the kernel's budget: so the loop ends.
  do {
    for (let next = step.pending.shift(); next !== undefined; next = step.pending.shift()) {
      const instance = step.known(next.instanceId) ?? (await step.instance(next.instanceId));
      if (instance !== null) await perform(step, instance, next.effect);
    }
    for (const message of newMessages(step)) await takeBuffered(step, message);
  } while (step.pending.length > 0);
}

function perform(step: TreeStep, instance: TreeInstance, effect: Effect): Promise<unknown> {
  switch (effect.kind) {
    case 'performJob':
      return performJob(step, instance, effect.jobId, effect.input);
    case 'startCalledInstance':
      return startCalledInstance(step, instance, effect);
    case 'cancelCalledInstance':
      return cancelCalledInstance(step, effect.calledInstanceId);
    case 'publishMessage':
      return publishMessage(step, effect);
    case 'broadcastSignal':
      return broadcastSignal(step, instance, effect);
    case 'notifyCaller':
      return notifyCaller(step, instance, effect);
    case 'continueLater':
      leaveCommand(step, instance.id, { kind: 'continue' }, step.now);
      return Promise.resolve();
  }
}

/** Called instances run in the caller's transaction; a very wide or deep call goes on in the next. */
async function startCalledInstance(
  step: TreeStep,
  caller: TreeInstance,
  effect: Extract<Effect, { kind: 'startCalledInstance' }>,
): Promise<void> {
  const wait = caller.state.waits[effect.waitId];
  if (wait?.kind !== 'calledInstance') return;
  const refuse = async (message: string): Promise<void> => {
    await step.apply(caller, { kind: 'calledInstanceEnded', waitId: effect.waitId, outcome: { kind: 'notFound', message } });
  };
  const { callDepth, callsPerStep } = step.parts.limits;
  if ((await depthOf(step, caller)) >= callDepth) {
    await refuse(`Expected at most ${callDepth} nested calls, but ${effect.processId} would be one more.`);
    return;
  }
  if (step.callsStarted >= callsPerStep) {
    step.leave('startCalled', caller.id, { effect: { ...effect, binding: { ...effect.binding } } });
    return;
  }
  const definition = await step.transaction.findDefinition(bindingQuery(effect, caller));
  if (definition === null) {
    await refuse(`Expected a deployed process "${effect.processId}" (${bindingText(effect.binding)}), but there is none.`);
    return;
  }
  step.callsStarted += 1;
  const calledInstanceId = asInstanceId(step.parts.ids.next());
  await step.demand(caller, { kind: 'calledInstanceStarted', waitId: effect.waitId, calledInstanceId });
  const rejection = await step.start(definition, {
    kind: 'start',
    instanceId: calledInstanceId,
    definitionId: asDefinitionId(definition.id),
    businessKey: effect.businessKey,
    startEventId: null,
    variables: effect.variables,
    rootInstanceId: caller.state.rootInstanceId,
    caller: { instanceId: caller.state.instanceId, elementInstanceId: effect.elementInstanceId },
  });
  if (rejection !== null) await refuse(rejection.message);
}

function bindingQuery(effect: Extract<Effect, { kind: 'startCalledInstance' }>, caller: TreeInstance): DefinitionQuery {
  const { binding, processId } = effect;
  switch (binding.kind) {
    case 'latest':
      return { kind: 'latest', processId };
    case 'versionTag':
      return { kind: 'versionTag', processId, tag: binding.tag };
    case 'version':
      return { kind: 'version', processId, version: binding.version };
    case 'deployment':
      return { kind: 'deployment', processId, definitionId: caller.definition.id };
  }
}

async function depthOf(step: TreeStep, instance: TreeInstance): Promise<number> {
  let depth = 0;
  let caller = instance.state.caller;
  while (caller !== null && depth < step.parts.limits.callDepth) {
    depth += 1;
    caller = (await step.instance(caller.instanceId))?.state.caller ?? null;
  }
  return depth;
}

async function cancelCalledInstance(step: TreeStep, calledInstanceId: string): Promise<void> {
  const called = await step.instance(calledInstanceId);
  // It may have ended by itself in this very step; then there is nothing to cancel.
  if (called !== null && (called.state.status === 'active' || called.state.status === 'suspended'))
    await step.demand(called, { kind: 'cancel' });
}

async function notifyCaller(step: TreeStep, called: TreeInstance, effect: Extract<Effect, { kind: 'notifyCaller' }>): Promise<void> {
  const link = called.state.caller;
  if (link === null) return;
  const caller = await step.instance(link.instanceId);
  const wait =
    caller === null
      ? undefined
      : Object.values(caller.state.waits).find(
          (each) => each.kind === 'calledInstance' && each.calledInstanceId === called.state.instanceId,
        );
  // A caller that no longer waits has cancelled the call; the end of the called instance is no news to it.
  if (caller === null || wait === undefined) return;
  const { outcome } = effect;
  const command =
    outcome.kind === 'escalation'
      ? { kind: 'calledInstanceEscalated' as const, waitId: wait.id, escalationCode: outcome.escalationCode, variables: outcome.variables }
      : { kind: 'calledInstanceEnded' as const, waitId: wait.id, outcome };
  const rejection = await step.apply(caller, command);
  if (rejection !== null) leaveCommand(step, caller.id, command, new Date(Date.parse(step.now) + RETRY_COMMAND_MS).toISOString());
}

/** A receiver of the same tree gets the message now; every other receiver in a transaction of its own, so that trees never wait for each other. */
async function publishMessage(step: TreeStep, effect: Extract<Effect, { kind: 'publishMessage' }>): Promise<void> {
  const { targetIds } = effect;
  const found = findWaitAtHand(
    step,
    (wait) =>
      wait.kind === 'message' &&
      wait.messageName === effect.messageName &&
      (targetIds === undefined || targetIds.includes(wait.elementId)) &&
      keysFit(wait.correlationKey, effect.correlationKey),
  );
  const rejection =
    found === null
      ? null
      : await step.apply(found.instance, { kind: 'deliverMessage', subscriptionId: found.wait.id, variables: effect.variables });
  if (found === null || rejection !== null) {
    leaveMessage(step, {
      name: effect.messageName,
      correlationKey: effect.correlationKey,
      variables: effect.variables,
      timeToLiveMs: effect.timeToLiveMs,
      ...(targetIds === undefined ? {} : { targetIds }),
      ...(effect.messageId === undefined ? {} : { messageId: effect.messageId }),
    });
  }
}

async function broadcastSignal(step: TreeStep, source: TreeInstance, effect: Extract<Effect, { kind: 'broadcastSignal' }>): Promise<void> {
  const reached = new Set(effect.reached);
  const loaded = step.instances.map((instance) => instance.id);
  for (const instance of step.instances) {
    for (const wait of Object.values(instance.state.waits)) {
      if (instance.id === source.id && (Number(wait.id) >= effect.openedBefore || reached.has(wait.id))) continue;
      if (wait.kind === 'signal' && wait.signalName === effect.signalName)
        await step.apply(instance, { kind: 'deliverSignal', subscriptionId: wait.id, variables: effect.variables });
    }
  }
  await leaveSignalDeliveries(step, effect.signalName, effect.variables, loaded);
}

/** Looks among the instances at hand: their waits are newer than the rows. */
function findWaitAtHand(step: TreeStep, fits: (wait: Wait) => boolean): { readonly instance: TreeInstance; readonly wait: Wait } | null {
  for (const instance of step.instances) {
    if (instance.state.status !== 'active') continue;
    const wait = Object.values(instance.state.waits).find(fits);
    if (wait !== undefined) return { instance, wait };
  }
  return null;
}

/** A message event that an instance waits for. */
interface AwaitedMessage {
  readonly instance: TreeInstance;
  readonly wait: Extract<Wait, { kind: 'message' }>;
}

/** Message events that this step has opened and not looked up. */
function newMessages(step: TreeStep): readonly AwaitedMessage[] {
  const found: AwaitedMessage[] = [];
  for (const instance of step.instances) {
    const { waits } = instance.state;
    for (const waitId in waits) {
      const wait = waits[waitId];
      if (wait?.kind !== 'message' || instance.before?.state.waits[waitId] === wait) continue;
      if (!step.askedForMessages.has(globalId(instance.id, waitId))) found.push({ instance, wait });
    }
  }
  return found;
}

/** Gives a message event the message that came before it, if one did; each is looked up once. */
async function takeBuffered(step: TreeStep, { instance, wait }: AwaitedMessage): Promise<void> {
  // Another message may have closed it meanwhile: what is taken from the buffer must have somewhere to go.
  if (instance.state.status !== 'active' || instance.state.waits[wait.id] !== wait) return;
  if (step.askedForMessages.size >= MAX_BUFFERED_PER_STEP) return;
  step.askedForMessages.add(globalId(instance.id, wait.id));
  const variables = await step.transaction.takeBufferedMessage(wait.messageName, wait.correlationKey, wait.elementId);
  if (variables !== null) await step.demand(instance, { kind: 'deliverMessage', subscriptionId: wait.id, variables });
}

/** A message without a key, or an event that names none, correlates by the name alone. */
function keysFit(subscribed: string | null, published: string | null): boolean {
  return subscribed === null || published === null || subscribed === published;
}
