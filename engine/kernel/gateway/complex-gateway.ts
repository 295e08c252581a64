import type { ComplexGateway, ElementId, JsonObject } from '../../model/index.ts';
import type { ElementInstance } from '../../state/index.ts';
import type { ElementHandler } from '../element-handler.ts';
import type { Step } from '../step.ts';
import { chooseInclusiveFlows, conditionHolds } from '../behavior/choose-flows.ts';
import { leaveOn } from '../behavior/complete-element.ts';
import { activate } from '../behavior/enter-element.ts';
import { evaluateBoolean } from '../behavior/evaluate.ts';
import { attempt } from '../behavior/incident.ts';
import { arrivedTokens, mayStillCome } from '../behavior/join.ts';
import { takeFlows } from '../behavior/take-flows.ts';

/** The incoming flows whose tokens activated the gateway; null while it still waits for its start. */
function consumedFlows(instance: ElementInstance): readonly ElementId[] | null {
  const consumed = instance.data['consumed'];
  return Array.isArray(consumed) ? (consumed as readonly ElementId[]) : null; // Written by `start` below.
}

/** What conditions at a complex gateway see beside the variables (BPMN 2.0.2, table 13.5). */
function variablesAt(step: Step, scopeId: ElementInstance['id'], activationCount: number, waitingForStart: boolean): JsonObject {
  return { ...step.visible(scopeId), activationCount, waitingForStart };
}

/** Consumes one token from each incoming flow that has one and is not among `except`; answers the flows. */
function consume(step: Step, gateway: ComplexGateway, instance: ElementInstance, except: readonly ElementId[]): readonly ElementId[] {
  const arrived = [...arrivedTokens(step, gateway.id, instance.scopeId ?? instance.id)].filter(([flowId]) => !except.includes(flowId));
  if (arrived.length > 0) step.emit({ kind: 'tokensRemoved', tokenIds: arrived.map(([, token]) => token.id) });
  return arrived.map(([flowId]) => flowId);
}

/** The flows of a reset: those whose condition is true, else the default flow; none when there is neither. */
function resetFlows(step: Step, gateway: ComplexGateway, variables: JsonObject): readonly ElementId[] {
  const flows = gateway.outgoing.filter((id) => step.flow(id).condition !== null && conditionHolds(step, step.flow(id), variables));
  return flows.length === 0 && gateway.defaultFlowId !== null ? [gateway.defaultFlowId] : flows;
}

/** Waiting for start: fires when the activation condition holds; without one, on the first token. */
function start(step: Step, gateway: ComplexGateway, instance: ElementInstance): boolean {
  const scopeId = instance.scopeId ?? instance.id;
  const tokens = [...step.draft.tokensOf(scopeId)].filter(
    (id) => step.flow(step.draft.tokens[id]?.flowId ?? gateway.id).targetId === gateway.id,
  );
  if (tokens.length === 0) return false;
  const variables = variablesAt(step, scopeId, tokens.length, true);
  if (gateway.activationCondition !== null && !evaluateBoolean(step, gateway.activationCondition, variables, 'the activation condition'))
    return false;
  const flows = gateway.outgoing.length === 0 ? [] : chooseInclusiveFlows(step, gateway, variables);
  const consumed = consume(step, gateway, instance, []);
  step.emit({ kind: 'elementDataChanged', elementInstanceId: instance.id, data: { ...instance.data, consumed } });
  takeFlows(step, flows, scopeId);
  return true;
}

/**
 * Waiting for reset: ends when no token can come any more to a flow that took no part in the activation. The tokens on such flows are
 * consumed then; a second token on a flow that did take part stays for the next activation.
 */
function reset(step: Step, gateway: ComplexGateway, instance: ElementInstance, consumed: readonly ElementId[]): boolean {
  const scopeId = instance.scopeId ?? instance.id;
  const arrived = arrivedTokens(step, gateway.id, scopeId);
  const empty = gateway.incoming.filter((flowId) => !consumed.includes(flowId) && !arrived.has(flowId));
  if (mayStillCome(step, gateway.id, scopeId, empty, [...consumed, ...arrived.keys()])) return false;
  const isLate = [...arrived.keys()].some((flowId) => !consumed.includes(flowId));
  const flows = isLate ? resetFlows(step, gateway, variablesAt(step, scopeId, arrived.size, false)) : [];
  consume(step, gateway, instance, consumed);
  leaveOn(step, gateway, step.instance(instance.id), flows);
  return true;
}

/** Looks at the gateway again after tokens have changed. True when it fired or was reset. */
function look(step: Step, gateway: ComplexGateway, instance: ElementInstance): boolean {
  const consumed = consumedFlows(instance);
  const done = attempt(step, instance, () =>
    (consumed === null ? start(step, gateway, instance) : reset(step, gateway, instance, consumed)) ? 'fired' : 'waits',
  );
  return done === 'fired';
}

/**
 * Complex gateway (BPMN 2.0.2, 13.4.5, table 13.5). An instance of it is there from the first token until its reset. It first waits for
 * its start: when the activation condition holds (`activationCount` is the number of tokens on its incoming flows) it consumes one token
 * from each flow that has one and leaves on every flow whose condition is true. It then waits for reset, until no token can come any
 * more on the other flows, by the path rule of the inclusive gateway; tokens that have come on them are consumed. Conditions see
 * `waitingForStart`; on reset the flows whose condition is true then, else the default flow, get one more token. Two things the table
 * leaves to the reader: a flow without a condition gets no token on reset (a discriminator fires once), and a reset that consumes
 * nothing produces nothing.
 */
export const complexGateway: ElementHandler<ComplexGateway> = {
  enter(step, node, instance) {
    if (node.incoming.length <= 1) {
      const scopeId = instance.scopeId ?? instance.id;
      leaveOn(
        step,
        node,
        instance,
        node.outgoing.length === 0 ? [] : chooseInclusiveFlows(step, node, variablesAt(step, scopeId, 1, true)),
      );
      return;
    }
    start(step, node, instance);
    activate(step, instance);
    step.changedScopes.add(instance.scopeId ?? instance.id);
  },
  tokensChanged(step, node, instance) {
    return look(step, node, instance);
  },
};
