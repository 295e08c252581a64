import type { ElementId, FlowNode, JsonObject, ProcessDefinition } from '../../engine/model/index.ts';
import type { ElementInstance, InstanceState, WaitingToken } from '../../engine/state/index.ts';
import { visibleVariables } from '../../engine/state/index.ts';
import { ENVIRONMENT } from '../engine/kernel/support/run.ts';

/*
 * When a join may go on, written from BPMN 2.0.2, tables 13.1, 13.3 and 13.5 and not from the kernel: forwards from each token over every
 * path, without caches, slow and plain. What the kernel lets rest before a join must be what these rules let rest.
 */

/** Nodes that a token leaving `node` can come to next: by its flows, from a boundary event of it, over a link. */
function stepsFrom(definition: ProcessDefinition, node: FlowNode): readonly ElementId[] {
  const flows = [...node.outgoing];
  const all = Object.values(definition.nodes);
  for (const event of all) if (event.kind === 'boundaryEvent' && event.attachedToId === node.id) flows.push(...event.outgoing);
  if (node.kind !== 'intermediateThrowEvent') return flows;
  const names = node.definitions.flatMap((thrown) => (thrown.kind === 'link' ? [thrown.linkName] : []));
  for (const target of all) {
    if (target.kind !== 'intermediateCatchEvent' || target.scopeId !== node.scopeId) continue;
    if (target.definitions.some((caught) => caught.kind === 'link' && names.includes(caught.linkName))) flows.push(...target.outgoing);
  }
  return flows;
}

/** Every flow on a path that begins with one of `flows` and does not visit `gatewayId` before its end. */
function flowsOnPaths(definition: ProcessDefinition, gatewayId: ElementId, flows: readonly ElementId[]): ReadonlySet<ElementId> {
  const seen = new Set<ElementId>();
  const open = [...flows];
  for (let flowId = open.pop(); flowId !== undefined; flowId = open.pop()) {
    if (seen.has(flowId)) continue;
    seen.add(flowId);
    const target = definition.nodes[definition.flows[flowId]?.targetId ?? ''];
    if (target !== undefined && target.id !== gatewayId) open.push(...stepsFrom(definition, target));
  }
  return seen;
}

const isComplexJoin = (node: FlowNode | undefined): boolean => node?.kind === 'complexGateway' && node.incoming.length > 1;

/** Where each token of the normal flow of a scope can go first: the flow that it rests on, or what leads out of the node that it is at. */
function startsOfTokens(definition: ProcessDefinition, state: InstanceState, scopeId: string): readonly (readonly ElementId[])[] {
  const failed = new Set<string>(Object.values(state.incidents).map((incident) => incident.elementInstanceId));
  const resting = Object.values(state.tokens).filter((token) => token.scopeId === scopeId);
  const inside = Object.values(state.elementInstances).filter(
    (instance) =>
      instance.scopeId === scopeId &&
      instance.data['compensation'] === undefined &&
      (!isComplexJoin(definition.nodes[instance.elementId]) || failed.has(instance.id)),
  );
  return [
    ...resting.map((token) => [token.flowId]),
    ...inside.map((instance) => {
      const node = definition.nodes[instance.elementId];
      return node === undefined ? [] : stepsFrom(definition, node);
    }),
  ];
}

/** True while some token can come to one of the flows `empty` and to none of the flows `full` (table 13.3). */
function isExpected(
  definition: ProcessDefinition,
  state: InstanceState,
  scopeId: string,
  gateway: FlowNode,
  full: ReadonlySet<ElementId>,
): boolean {
  for (const starts of startsOfTokens(definition, state, scopeId)) {
    const reached = flowsOnPaths(definition, gateway.id, starts);
    const toEmpty = gateway.incoming.some((flowId) => reached.has(flowId) && !full.has(flowId));
    const toFull = gateway.incoming.some((flowId) => reached.has(flowId) && full.has(flowId));
    if (toEmpty && !toFull) return true;
  }
  return false;
}

/** Table 13.5: in the first phase the activation condition decides, in the second the path rule over the flows not used in the first. */
function complexMayGoOn(
  definition: ProcessDefinition,
  state: InstanceState,
  gateway: Extract<FlowNode, { kind: 'complexGateway' }>,
  scopeId: string,
  instance: ElementInstance | undefined,
  tokens: readonly WaitingToken[],
): boolean {
  const consumed = instance?.data['consumed'];
  if (Array.isArray(consumed)) {
    const full = new Set<ElementId>([...(consumed as readonly ElementId[]), ...tokens.map((token) => token.flowId)]); // As the gateway notes it.
    return !isExpected(definition, state, scopeId, gateway, full);
  }
  if (gateway.activationCondition === null) return tokens.length > 0;
  const owner = instance?.scopeId ?? tokens[0]?.scopeId;
  const variables: JsonObject = owner === undefined ? {} : visibleVariables(state, owner);
  const value = ENVIRONMENT.evaluate(
    gateway.activationCondition,
    { ...variables, activationCount: tokens.length, waitingForStart: true },
    '',
  );
  return tokens.length > 0 && value.kind === 'value' && value.value === true;
}

/** Table 10.22: in an ad-hoc sub-process with sequential ordering one activity is performed at a time. */
function isTaken(definition: ProcessDefinition, state: InstanceState, scopeId: string): boolean {
  const container = definition.nodes[state.elementInstances[scopeId]?.elementId ?? ''];
  if (container?.kind !== 'adHocSubProcess' || container.ordering !== 'sequential') return false;
  return Object.values(state.elementInstances).some((child) => {
    const node = definition.nodes[child.elementId];
    const isActivity = node !== undefined && 'boundaryEventIds' in node && node.kind !== 'eventSubProcess';
    return isActivity && child.scopeId === scopeId && child.data['compensation'] === undefined;
  });
}

function mayGoOn(
  definition: ProcessDefinition,
  state: InstanceState,
  node: FlowNode,
  scopeId: string,
  tokens: readonly WaitingToken[],
): boolean {
  const full = new Set(tokens.map((token) => token.flowId));
  switch (node.kind) {
    case 'parallelGateway':
      return node.incoming.every((flowId) => full.has(flowId));
    case 'inclusiveGateway':
      return tokens.length > 0 && !isExpected(definition, state, scopeId, node, full);
    case 'complexGateway': {
      const instance = Object.values(state.elementInstances).find((child) => child.elementId === node.id && child.scopeId === scopeId);
      const failed = Object.values(state.incidents).some((incident) => incident.elementInstanceId === instance?.id);
      return !failed && complexMayGoOn(definition, state, node, scopeId, instance, tokens);
    }
    default:
      // An activity with a start quantity, or whose turn has not come; a token before anything else may always go on.
      return !isTaken(definition, state, scopeId) && tokens.length >= ('startQuantity' in node ? (node.startQuantity ?? 1) : 1);
  }
}

/** The joins at rest that the standard would let go on, as `node in scope`; empty when every token rests where it has to. */
export function joinsLeftStanding(definition: ProcessDefinition, state: InstanceState): readonly string[] {
  const places = new Map<string, { readonly node: FlowNode; readonly scopeId: string; readonly tokens: WaitingToken[] }>();
  const placeOf = (elementId: string, scopeId: string): { readonly tokens: WaitingToken[] } | null => {
    const node = definition.nodes[elementId];
    if (node === undefined) return null;
    const place = places.get(`${elementId} in ${scopeId}`) ?? { node, scopeId, tokens: [] };
    places.set(`${elementId} in ${scopeId}`, place);
    return place;
  };
  for (const token of Object.values(state.tokens)) {
    placeOf(definition.flows[token.flowId]?.targetId ?? '', token.scopeId)?.tokens.push(token);
  }
  for (const instance of Object.values(state.elementInstances)) {
    const rests = isComplexJoin(definition.nodes[instance.elementId]) && instance.status === 'active' && instance.scopeId !== null;
    if (rests && instance.scopeId !== null) placeOf(instance.elementId, instance.scopeId);
  }
  return [...places].flatMap(([name, { node, scopeId, tokens }]) => (mayGoOn(definition, state, node, scopeId, tokens) ? [name] : []));
}
