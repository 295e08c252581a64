import type { ElementId, ElementInstanceId, FlowNode, JsonObject, JsonValue } from '../../model/index.ts';
import type { CompensationEntry, ElementInstance } from '../../state/index.ts';
import { scopeChain } from '../../state/index.ts';
import type { Step } from '../step.ts';
import { enterElement } from './enter-element.ts';
import type { Chain } from './compensation-chain.ts';
import { asData, chainOf } from './compensation-chain.ts';
import { compensationOrder } from './compensation-order.ts';
import { forgetCompensations } from './leave-element.ts';
import { endContentIfEmpty, handlerOf } from './scope-content.ts';
import { setVariables } from './variables.ts';

function hasCompensationEventSubProcess(step: Step, containerId: ElementId): boolean {
  return compensationStart(step, containerId) !== null;
}

/** The compensation event sub-process of a container, as the id of the sub-process and its start event; null without one. */
export function compensationStart(step: Step, containerId: ElementId): { readonly id: ElementId; readonly startId: ElementId } | null {
  const facts = step.facts.eventSubProcesses.get(containerId) ?? [];
  const fact = facts.find(({ start }) => start.definitions.some((definition) => definition.kind === 'compensation'));
  return fact === undefined ? null : { id: fact.node.id, startId: fact.start.id };
}

const RESTORED: ReadonlySet<FlowNode['kind']> = new Set(['subProcess', 'transaction', 'adHocSubProcess', 'eventSubProcess']);

/** A compensation event sub-process is itself compensation, which nothing undoes. */
const isCompensation = (step: Step, node: FlowNode): boolean =>
  node.kind === 'eventSubProcess' && compensationStart(step, node.scopeId)?.id === node.id;

/**
 * What compensates a completed node: its handler, or itself when it is a sub-process that holds something to compensate; else null. A call
 * activity has only its handler: what the called process did belongs to that process.
 */
function handlerIdOf(step: Step, node: FlowNode, instance: ElementInstance): ElementId | null {
  if ('compensationHandlerId' in node && node.compensationHandlerId !== null) return node.compensationHandlerId;
  if (!RESTORED.has(node.kind) || isCompensation(step, node)) return null;
  const holds = hasCompensationEventSubProcess(step, node.id) || step.draft.compensations.some((entry) => entry.scopeId === instance.id);
  return holds ? node.id : null;
}

/** True for a compensation handler and for each instance of one with a loop. */
function isHandler(step: Step, instance: ElementInstance): boolean {
  if (instance.data['compensation'] !== undefined) return true;
  const body = instance.scopeId === null ? null : step.find(instance.scopeId);
  return body !== null && body.isLoopBody && body.data['compensation'] !== undefined;
}

/** Notes that a completing activity can be compensated from now on. `scopeId` is the scope that its token is in. */
export function registerCompensation(step: Step, node: FlowNode, instance: ElementInstance, scopeId: ElementInstanceId): void {
  if (isHandler(step, instance)) {
    forgetCompensations(step, instance);
    return;
  }
  const handlerId = handlerIdOf(step, node, instance);
  if (handlerId !== node.id) forgetCompensations(step, instance);
  if (handlerId !== null) register(step, node, instance, handlerId, scopeId);
}

function register(step: Step, node: FlowNode, instance: ElementInstance, handlerId: ElementId, scopeId: ElementInstanceId): void {
  const variables = step.draft.variables[instance.id] ?? {};
  const visible = Object.entries(step.visible(instance.id));
  step.emit({
    kind: 'compensationRegistered',
    entry: {
      id: step.nextId(),
      elementId: node.id,
      handlerId,
      scopeId,
      elementInstanceId: instance.id,
      variables,
      around: Object.fromEntries(visible.filter(([name]) => !Object.hasOwn(variables, name))),
    },
  });
}

/**
 * Hands what can be compensated in a scope on to the one around it: the instances of a loop are compensated each by itself, but not before
 * the activity as a whole has completed.
 */
export function handOnCompensations(step: Step, fromId: ElementInstanceId, toId: ElementInstanceId): void {
  for (const entry of step.draft.compensations.filter(({ scopeId }) => scopeId === fromId)) {
    step.emit({ kind: 'compensationRemoved', entryId: entry.id });
    step.emit({ kind: 'compensationRegistered', entry: { ...entry, id: step.nextId(), scopeId: toId } });
  }
}

/** The body of a loop leaves: its completed instances can be compensated from now on, unless it is itself a compensation handler. */
export function registerInstances(step: Step, body: ElementInstance, scopeId: ElementInstanceId): void {
  if (chainOf(body.data) === null) handOnCompensations(step, body.id, scopeId);
  else forgetCompensations(step, body);
}

/**
 * Keeps what has completed inside the scopes that are still active in `scopeId`, as if they had completed: cancelling them does not forget
 * it. For the cancellation of a transaction, which undoes everything that was done in it.
 */
export function keepCompleted(step: Step, scopeId: ElementInstanceId): void {
  for (const child of step.childrenOf(scopeId)) {
    keepCompleted(step, child.id);
    const node = step.node(child.elementId);
    if (child.isLoopBody) handOnCompensations(step, child.id, scopeId);
    else if (
      RESTORED.has(node.kind) &&
      chainOf(child.data) === null &&
      step.draft.compensations.some((entry) => entry.scopeId === child.id)
    )
      register(step, node, child, node.id, scopeId);
  }
}

/** Starts to compensate the given entries, given in order of completion, in the order of `compensationOrder`. True when there is anything to wait for. */
export function compensate(
  step: Step,
  scopeId: ElementInstanceId,
  entries: readonly CompensationEntry[],
  throwerId: ElementInstanceId | null,
): boolean {
  return runNext(step, scopeId, { remaining: compensationOrder(step, entries).map((entry) => entry.id), throwerId, changed: [] });
}

function runNext(step: Step, scopeId: ElementInstanceId, chain: Chain): boolean {
  const [nextId, ...remaining] = chain.remaining;
  if (nextId === undefined) return false;
  const entry = step.draft.compensations.find((candidate) => candidate.id === nextId);
  if (entry === undefined) return runNext(step, scopeId, { ...chain, remaining });
  step.emit({ kind: 'compensationRemoved', entryId: entry.id });
  const restores: Record<string, JsonValue> = entry.handlerId === entry.elementId ? { restores: entry.elementInstanceId } : {};
  // A shell is one instance of a multi-instance sub-process, never a whole new body.
  const index = 'restores' in restores ? { loopIndex: 0 } : {};
  const around = snapshotOf(step, scopeId, entry, chain);
  const snapshot = Object.keys(around);
  const handler = enterElement(step, {
    elementId: entry.handlerId,
    scopeId,
    data: { ...asData({ ...chain, remaining }), ...restores, ...(snapshot.length === 0 ? {} : { snapshot }) },
    ...index,
  });
  setVariables(step, handler.id, { ...around, ...entry.variables });
  return true;
}

/** What a handler sees of the scopes around it: as it was, except what this compensation or one around it has written since. */
function snapshotOf(step: Step, scopeId: ElementInstanceId, entry: CompensationEntry, chain: Chain): JsonObject {
  const changed = new Set(chain.changed);
  for (const id of scopeChain(step.draft, scopeId)) for (const name of chainOf(step.instance(id).data)?.changed ?? []) changed.add(name);
  return Object.fromEntries(Object.entries(entry.around).filter(([name]) => !changed.has(name)));
}

/** When `instance` was a compensation handler: goes on with the next one, or tells the thrower that all are done. */
export function continueCompensation(step: Step, instance: ElementInstance): void {
  const chain = chainOf(instance.data);
  if (chain === null || instance.scopeId === null || step.find(instance.scopeId) === null) return;
  if (runNext(step, instance.scopeId, chain)) return;
  const thrower = chain.throwerId === null ? null : step.find(chain.throwerId);
  if (thrower === null) {
    endContentIfEmpty(step, instance.scopeId);
    return;
  }
  const node = step.node(thrower.elementId);
  handlerOf(step, node).compensationEnded?.(step, node, thrower);
}

/**
 * The entries that a throw from inside `scopeId` compensates: those of its scope; from within an event sub-process also those of the
 * scope around it (BPMN 2.0.2, 10.7.1). With `activityId` only the instances of that activity.
 */
export function entriesToCompensate(step: Step, scopeId: ElementInstanceId, activityId: ElementId | null): readonly CompensationEntry[] {
  const scopes = new Set<string>([scopeId]);
  let scope = step.instance(scopeId);
  const restored = scope.data['restores'];
  if (typeof restored === 'string') scopes.add(restored);
  while (scope.scopeId !== null && step.node(scope.elementId).kind === 'eventSubProcess') {
    scope = step.instance(scope.scopeId);
    scopes.add(scope.id);
    const inner = scope.data['restores'];
    if (typeof inner === 'string') scopes.add(inner);
  }
  return step.draft.compensations.filter((entry) => scopes.has(entry.scopeId) && (activityId === null || entry.elementId === activityId));
}
