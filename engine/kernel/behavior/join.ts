import type { ElementId, ElementInstanceId, FlowNode, InclusiveGateway, ParallelGateway } from '../../model/index.ts';
import type { ElementInstance, WaitingToken } from '../../state/index.ts';
import type { Step } from '../step.ts';
import { isFree, takesTurns } from './ad-hoc-turn.ts';
import { enterElement } from './enter-element.ts';
import { hasIncident } from './incident.ts';
import { handlerOf } from './scope-content.ts';
import { startQuantityOf } from './take-flows.ts';

/** Oldest token by incoming flow, for the flows that have one. */
type Arrived = ReadonlyMap<ElementId, WaitingToken>;
type Enabled<Gateway extends FlowNode> = (step: Step, gateway: Gateway, scopeId: ElementInstanceId, arrived: Arrived) => boolean;

/** A token on every incoming flow (BPMN 2.0.2, 13.4.1, table 13.1). */
const parallelEnabled: Enabled<ParallelGateway> = (_step, gateway, _scopeId, arrived) =>
  gateway.incoming.every((flowId) => arrived.has(flowId));

/**
 * False for an instance that holds no token of the normal flow: a compensation handler, which stands outside it, and a complex gateway,
 * whose tokens rest on its incoming flows, unless its firing has failed half-way.
 */
function holdsToken(step: Step, instance: ElementInstance): boolean {
  if (instance.data['compensation'] !== undefined) return false;
  const node = step.node(instance.elementId);
  return node.kind !== 'complexGateway' || node.incoming.length <= 1 || hasIncident(step, instance.id);
}

/** The node at which each other token of the scope is, or to which the flow that it rests on leads. */
function otherTokens(step: Step, gatewayId: ElementId, scopeId: ElementInstanceId): ReadonlySet<ElementId> {
  const places = new Set<ElementId>();
  const tokens = step.draft.tokensOf(scopeId);
  for (const id of step.draft.childrenOf(scopeId)) {
    step.joinWork += 1;
    const instance = step.instance(id);
    if (holdsToken(step, instance)) places.add(instance.elementId);
  }
  step.joinWork += tokens.size;
  for (const id of tokens) {
    const token = step.draft.tokens[id];
    if (token !== undefined) places.add(step.flow(token.flowId).targetId);
  }
  places.delete(gatewayId);
  return places;
}

/**
 * BPMN 2.0.2, 13.4.3, table 13.3: at least one incoming flow has a token, and for every path that leads from a token to an incoming flow
 * without one there is also a path from that token to an incoming flow that has one; neither path visits the gateway. A token that is
 * inside an activity counts as being at the activity; the step from an activity to its boundary event and from a link event to its
 * target count as parts of a path, because tokens move over them.
 */
const inclusiveEnabled: Enabled<InclusiveGateway> = (step, gateway, scopeId, arrived) => {
  const empty = gateway.incoming.filter((flowId) => !arrived.has(flowId));
  return !mayStillCome(step, gateway.id, scopeId, empty, [...arrived.keys()]);
};

/** True when some other token of the scope can come to one of the flows `empty` and not to one of the flows `full`. */
export function mayStillCome(
  step: Step,
  gatewayId: ElementId,
  scopeId: ElementInstanceId,
  empty: readonly ElementId[],
  full: readonly ElementId[],
): boolean {
  if (empty.length === 0) return false;
  const reach = step.facts.reachOf(gatewayId);
  const [emptyFlows, fullFlows] = [reach.setOf(empty), reach.setOf(full)];
  for (const place of otherTokens(step, gatewayId, scopeId))
    if (reach.comesTo(place, emptyFlows) && !reach.comesTo(place, fullFlows)) return true;
  return false;
}

/** The tokens that rest before a gateway: the oldest of each incoming flow that has one. */
export const arrivedTokens = (step: Step, gatewayId: ElementId, scopeId: ElementInstanceId): Arrived =>
  tokensByGateway(step, scopeId).get(gatewayId) ?? new Map<ElementId, WaitingToken>();

function isEnabled(step: Step, gateway: FlowNode, scopeId: ElementInstanceId, arrived: Arrived): boolean {
  if (gateway.kind === 'parallelGateway') return parallelEnabled(step, gateway, scopeId, arrived);
  return gateway.kind === 'inclusiveGateway' && inclusiveEnabled(step, gateway, scopeId, arrived);
}

/** The resting tokens of a scope by gateway, gateways in the order in which their oldest tokens came. */
function tokensByGateway(step: Step, scopeId: ElementInstanceId): ReadonlyMap<ElementId, Arrived> {
  const byGateway = new Map<ElementId, Map<ElementId, WaitingToken>>();
  const tokens = step.draft.tokensOf(scopeId);
  step.joinWork += tokens.size;
  for (const id of tokens) {
    const token = step.draft.tokens[id];
    if (token === undefined) continue;
    const gatewayId = step.flow(token.flowId).targetId;
    const arrived = byGateway.get(gatewayId) ?? new Map<ElementId, WaitingToken>();
    if (!arrived.has(token.flowId)) arrived.set(token.flowId, token);
    byGateway.set(gatewayId, arrived);
  }
  return byGateway;
}

/**
 * The tokens with which a node begins now: one of each flow for a gateway, as many as its start quantity for an activity; none if it may
 * not, or while it is not its turn.
 */
function tokensToConsume(step: Step, node: FlowNode, scopeId: ElementInstanceId, arrived: Arrived): readonly string[] {
  const quantity = startQuantityOf(node);
  const turns = takesTurns(step, node, scopeId);
  if (turns && !isFree(step, scopeId)) return [];
  if (quantity === 1 && !turns) return isEnabled(step, node, scopeId, arrived) ? [...arrived.values()].map((token) => token.id) : [];
  const resting = [...step.draft.tokensOf(scopeId)].filter((id) => arrived.has(step.draft.tokens[id]?.flowId ?? node.id));
  return resting.length >= quantity ? resting.slice(0, quantity) : [];
}

/** The instance of a complex gateway that is there already in this scope; null before its first token. */
function instanceOf(step: Step, gatewayId: ElementId, scopeId: ElementInstanceId): ElementInstance | null {
  return step.childrenOf(scopeId).find((child) => child.elementId === gatewayId) ?? null;
}

/** Fires the first gateway of the scope that may: consumes one token from each incoming flow that has one. False when none may. */
function fireOne(step: Step, scopeId: ElementInstanceId): boolean {
  for (const [gatewayId, arrived] of tokensByGateway(step, scopeId)) {
    const gateway = step.node(gatewayId);
    if (gateway.kind === 'complexGateway') {
      // It consumes its tokens itself: its instance stays from the first token until its reset.
      if (instanceOf(step, gatewayId, scopeId) === null) enterElement(step, { elementId: gatewayId, scopeId });
      continue;
    }
    const tokenIds = tokensToConsume(step, gateway, scopeId, arrived);
    if (tokenIds.length === 0) continue;
    step.emit({ kind: 'tokensRemoved', tokenIds });
    enterElement(step, { elementId: gatewayId, scopeId });
    return true;
  }
  return false;
}

/** Lets the active complex gateways of a scope look at its tokens again. True as soon as one of them fired or was reset. */
function tellGateways(step: Step, scopeId: ElementInstanceId): boolean {
  // The body of a loop holds its instances and nothing else.
  if (step.find(scopeId)?.isLoopBody === true) return false;
  for (const instance of step.childrenOf(scopeId)) {
    if (instance.status !== 'active' || hasIncident(step, instance.id)) continue;
    const node = step.node(instance.elementId);
    if (node.kind === 'complexGateway' && handlerOf(step, node).tokensChanged?.(step, node, instance) === true) return true;
  }
  return false;
}

/** Tokens and instances that the joins of one command may look at before the rest is left to `continue`: some milliseconds. */
export const JOIN_BUDGET = 150_000;

/**
 * Looks again at the joins of every scope whose tokens have changed: by arrival, departure, death or cancellation. Joins are derived
 * from the tokens alone, so whatever removes the token that a join was waiting for lets it fire. Past its budget it stops after a firing, and the
 * queue leaves the rest to `continue`, which looks at every scope.
 */
export function fireJoins(step: Step): void {
  // A firing changes its scope again, and a set that grows while it is walked shows what was added.
  for (const scopeId of step.changedScopes) {
    step.changedScopes.delete(scopeId);
    // First the complex gateways: the tokens that a reset produces count for the inclusive joins.
    if (step.facts.hasComplexGateways && tellGateways(step, scopeId)) {
      step.changedScopes.add(scopeId);
      continue;
    }
    // Each firing consumes at least one token.
    while (step.draft.tokensOf(scopeId).size > 0 && fireOne(step, scopeId)) {
      if (step.joinWork <= JOIN_BUDGET) continue;
      step.joinsAreLeft = true;
      return;
    }
    if (step.facts.hasSequentialAdHoc) tellContainer(step, scopeId);
  }
}

/** Tells a container in which only tokens before joins are left, so that an ad-hoc one can begin what brings the others. */
function tellContainer(step: Step, scopeId: ElementInstanceId): void {
  const scope = step.find(scopeId);
  if (scope === null || scope.scopeId === null || scope.isLoopBody || scope.status !== 'active') return;
  if (step.draft.tokensOf(scopeId).size === 0 || step.draft.hasChildren(scopeId)) return;
  const node = step.node(scope.elementId);
  handlerOf(step, node).contentRests?.(step, node, scope);
}
