import type { ElementId, ElementInstanceId, FlowNode, InclusiveGateway, ParallelGateway } from '../../model/index.ts';
import type { WaitingToken } from '../../state/index.ts';
import type { Step } from '../step.ts';
import { enterElement } from './enter-element.ts';

/** Oldest token by incoming flow, for the flows that have one. */
type Arrived = ReadonlyMap<ElementId, WaitingToken>;
type Enabled<Gateway extends FlowNode> = (step: Step, gateway: Gateway, scopeId: ElementInstanceId, arrived: Arrived) => boolean;

/** A token on every incoming flow (BPMN 2.0.2, 13.4.1, table 13.1). */
const parallelEnabled: Enabled<ParallelGateway> = (_step, gateway, _scopeId, arrived) => gateway.incoming.every((flowId) => arrived.has(flowId));

/** The node at which each other token of the scope is, or to which the flow that it rests on leads. */
function otherTokens(step: Step, gatewayId: ElementId, scopeId: ElementInstanceId): ReadonlySet<ElementId> {
  const places = new Set<ElementId>();
  for (const id of step.draft.childrenOf(scopeId)) places.add(step.instance(id).elementId);
  for (const id of step.draft.tokensOf(scopeId)) {
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
  const reach = step.facts.reachOf(gateway.id);
  const empty = gateway.incoming.filter((flowId) => !arrived.has(flowId));
  if (empty.length === 0) return true;
  const reaches = (place: ElementId, flowIds: Iterable<ElementId>): boolean => {
    for (const flowId of flowIds) if (reach.get(flowId)?.has(place) === true) return true;
    return false;
  };
  for (const place of otherTokens(step, gateway.id, scopeId)) {
    if (reaches(place, empty) && !reaches(place, arrived.keys())) return false;
  }
  return true;
};

function isEnabled(step: Step, gateway: FlowNode, scopeId: ElementInstanceId, arrived: Arrived): boolean {
  if (gateway.kind === 'parallelGateway') return parallelEnabled(step, gateway, scopeId, arrived);
  return gateway.kind === 'inclusiveGateway' && inclusiveEnabled(step, gateway, scopeId, arrived);
}

/** The resting tokens of a scope by gateway, gateways in the order in which their oldest tokens came. */
function tokensByGateway(step: Step, scopeId: ElementInstanceId): ReadonlyMap<ElementId, Arrived> {
  const byGateway = new Map<ElementId, Map<ElementId, WaitingToken>>();
  for (const id of step.draft.tokensOf(scopeId)) {
    const token = step.draft.tokens[id];
    if (token === undefined) continue;
    const gatewayId = step.flow(token.flowId).targetId;
    const arrived = byGateway.get(gatewayId) ?? new Map<ElementId, WaitingToken>();
    if (!arrived.has(token.flowId)) arrived.set(token.flowId, token);
    byGateway.set(gatewayId, arrived);
  }
  return byGateway;
}

/** Fires the first gateway of the scope that may: consumes one token from each incoming flow that has one. False when none may. */
function fireOne(step: Step, scopeId: ElementInstanceId): boolean {
  for (const [gatewayId, arrived] of tokensByGateway(step, scopeId)) {
    if (!isEnabled(step, step.node(gatewayId), scopeId, arrived)) continue;
    step.emit({ kind: 'tokensRemoved', tokenIds: [...arrived.values()].map((token) => token.id) });
    enterElement(step, { elementId: gatewayId, scopeId });
    return true;
  }
  return false;
}

/**
 * Looks again at the joins of every scope whose tokens have changed: by arrival, departure, death or cancellation. Joins are derived
 * from the tokens alone, so whatever removes the token that a join was waiting for lets it fire.
 */
export function fireJoins(step: Step): void {
  for (const scopeId of step.changedScopes) {
    while (step.draft.tokensOf(scopeId).size > 0 && fireOne(step, scopeId)) { /* Each firing consumes at least one token. */ }
  }
  step.changedScopes.clear();
}
