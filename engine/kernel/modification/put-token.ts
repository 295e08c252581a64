import type { ElementId, ElementInstanceId, FlowNode, SequenceFlow } from '../../model/index.ts';
import { ROOT_SCOPE_ID } from '../../model/index.ts';
import type { ElementInstance } from '../../state/index.ts';
import { enterElement } from '../behavior/enter-element.ts';
import { joins, takeFlows } from '../behavior/take-flows.ts';
import { setVariables } from '../behavior/variables.ts';
import { ProblemFound } from '../problem.ts';
import type { Step } from '../step.ts';
import { enclosingLevels, findScope } from './find-scope.ts';
import type { Placement, TokenPlace } from '../../model/index.ts';
import type { GivenVariables } from './make-scopes.ts';
import { enterItem, makeScopes, takeVariables } from './make-scopes.ts';

/** What gets the token: a node that is entered, or a flow that is taken. */
type Target = { readonly kind: 'node'; readonly node: FlowNode } | { readonly kind: 'flow'; readonly flow: SequenceFlow };

function nodeAt(step: Step, elementId: ElementId): FlowNode {
  const node = step.definition.nodes[elementId];
  if (node !== undefined) return node;
  throw new ProblemFound(
    'UNKNOWN_ELEMENT',
    elementId,
    `Expected a flow node of process "${step.definition.processId}", but "${elementId}" is none.`,
  );
}

/** Refuses what no token can come to: each has a way that the message names. */
function checkEntered(step: Step, node: FlowNode): void {
  const refuse = (code: string, found: string): never => {
    throw new ProblemFound(code, node.id, `Expected an element that a token can come to, but "${node.id}" is ${found}.`);
  };
  if (node.kind === 'boundaryEvent') refuse('BOUNDARY_EVENT_TARGET', 'a boundary event: name what follows it, or the flow that leaves it');
  if (
    node.kind === 'startEvent' &&
    step.node(node.scopeId === step.definition.processId ? node.id : node.scopeId).kind === 'eventSubProcess'
  )
    refuse('EVENT_SUB_PROCESS_START', 'the start of an event sub-process: name the event sub-process, or an element inside it');
  if ('isForCompensation' in node && node.isForCompensation)
    refuse('COMPENSATION_TARGET', 'a compensation activity, which only a compensation begins');
  if (joins(node)) refuse('JOIN_TARGET', 'joined from several tokens: name the incoming flow on which the token arrives');
}

function outgoingOf(step: Step, node: FlowNode): SequenceFlow {
  const [flowId] = node.outgoing;
  if (flowId === undefined)
    throw new ProblemFound('NO_OUTGOING_FLOW', node.id, `Expected a sequence flow that leaves "${node.id}", but it has none.`);
  if (node.outgoing.length > 1)
    throw new ProblemFound(
      'AMBIGUOUS_FLOW',
      node.id,
      `Expected one sequence flow that leaves "${node.id}", but it has ${node.outgoing.length}: name the flow.`,
    );
  return step.flow(flowId);
}

function targetOf(step: Step, place: TokenPlace): Target {
  switch (place.kind) {
    case 'before': {
      const node = nodeAt(step, place.elementId);
      checkEntered(step, node);
      return { kind: 'node', node };
    }
    case 'after':
      return { kind: 'flow', flow: outgoingOf(step, nodeAt(step, place.elementId)) };
    case 'flow': {
      const flow = step.definition.flows[place.flowId];
      if (flow !== undefined) return { kind: 'flow', flow };
      throw new ProblemFound(
        'UNKNOWN_ELEMENT',
        place.flowId,
        `Expected a sequence flow of process "${step.definition.processId}", but "${place.flowId}" is none.`,
      );
    }
  }
}

/** A catching link event has nothing to wait for, and an event sub-process begins at its start event: both count as caught. */
function enterNode(step: Step, node: FlowNode, scope: ElementInstance): ElementInstance {
  const isLink = node.kind === 'intermediateCatchEvent' && node.definitions.some(({ kind }) => kind === 'link');
  const startEventId = node.kind === 'eventSubProcess' ? step.definition.containers[node.id]?.startEventIds[0] : undefined;
  const caught = isLink || startEventId !== undefined ? { payload: {} } : {};
  const data = startEventId === undefined ? caught : { ...caught, startEventId };
  return enterElement(step, { elementId: node.id, scopeId: scope.id, data });
}

function givenVariables(placement: Placement): GivenVariables {
  const given: GivenVariables = new Map();
  for (const { elementId, variables } of placement.variables) {
    if (elementId !== null) given.set(elementId, { ...given.get(elementId), ...variables });
  }
  return given;
}

function checkUsed(given: GivenVariables): void {
  for (const elementId of given.keys())
    throw new ProblemFound(
      'SCOPE_NOT_ENTERED',
      elementId,
      `Expected variables for an element that this instruction enters, but it does not enter "${elementId}".`,
    );
}

function checkLoop(target: Target): void {
  if (target.kind === 'node' && 'loop' in target.node && target.node.loop?.kind === 'multiInstance') return;
  const { id } = target.kind === 'node' ? target.node : target.flow;
  throw new ProblemFound('NOT_MULTI_INSTANCE', id, `Expected a multi-instance activity to add an instance to, but "${id}" is none.`);
}

/**
 * Puts one token at a place: finds the scope, makes the scopes that are missing, sets the variables, and enters the element or takes the
 * flow. `fromScopeId` is the scope that a moved token was in; null for a new token. Throws `ProblemFound`.
 */
export function putToken(step: Step, placement: Placement, fromScopeId: ElementInstanceId | null): void {
  const target = targetOf(step, placement.place);
  const { id, scopeId } = target.kind === 'node' ? target.node : target.flow;
  if (placement.loopInstance) checkLoop(target);
  const levels = enclosingLevels(step, scopeId, placement.loopInstance ? id : null);
  const found = findScope(step, levels, id, placement.ancestorScopeId, fromScopeId);
  for (const { elementId, variables } of placement.variables) if (elementId === null) setVariables(step, ROOT_SCOPE_ID, variables);
  const given = givenVariables(placement);
  const scope = makeScopes(step, found, id, given);
  if (target.kind === 'flow') takeFlows(step, [target.flow.id], scope.id);
  else {
    const { node } = target;
    const instance = scope.isLoopBody && 'boundaryEventIds' in node ? enterItem(step, node, scope, {}) : enterNode(step, node, scope);
    takeVariables(step, instance, given);
  }
  checkUsed(given);
}
