import type { ElementId, FlowNode, JsonObject, SequenceFlow } from '../../model/index.ts';
import type { Step } from '../step.ts';
import { ElementFailure } from './element-failure.ts';
import { evaluateBoolean } from './evaluate.ts';

const describe = (flow: SequenceFlow): string => `the condition of flow "${flow.id}",`;

const defaultFlowOf = (node: FlowNode): ElementId | null => ('defaultFlowId' in node ? node.defaultFlowId : null);

/** True when the condition of a flow holds; a flow without one is unconditional. Fails on anything that is not true or false. */
export function conditionHolds(step: Step, flow: SequenceFlow, variables: JsonObject): boolean {
  return flow.condition === null || evaluateBoolean(step, flow.condition, variables, describe(flow));
}

/** Fails with NO_FLOW_TAKEN: conditions were all false and there is no default flow. */
export function failNoFlow(node: FlowNode): never {
  throw new ElementFailure(
    'NO_FLOW_TAKEN',
    `Expected the condition of an outgoing flow of "${node.id}" to be true, but all are false and there is no default flow.`,
  );
}

/**
 * The flows on which an activity or event leaves: every unconditional one, every conditional one whose condition holds, and the default
 * flow when no condition holds (BPMN 2.0.2, 8.3.13 and 13.3.1). None at all without outgoing flows: the token is consumed there.
 */
export function chooseFlows(step: Step, node: FlowNode, variables: JsonObject): readonly ElementId[] {
  const defaultId = defaultFlowOf(node);
  if (defaultId === null && node.outgoing.every((id) => step.flow(id).condition === null)) return node.outgoing;
  const flows = node.outgoing.filter((id) => id !== defaultId).map((id) => step.flow(id));
  const taken = new Set(flows.filter((flow) => conditionHolds(step, flow, variables)));
  const conditionHeld = [...taken].some((flow) => flow.condition !== null);
  const chosen = node.outgoing.filter((id) => (id === defaultId ? !conditionHeld : taken.has(step.flow(id))));
  return chosen.length > 0 ? chosen : failNoFlow(node);
}

/** The first flow whose condition holds, in document order, else the default flow (BPMN 2.0.2, 13.4.2). */
export function chooseExclusiveFlow(step: Step, node: FlowNode, variables: JsonObject): ElementId {
  const defaultId = defaultFlowOf(node);
  for (const id of node.outgoing) {
    if (id !== defaultId && conditionHolds(step, step.flow(id), variables)) return id;
  }
  return defaultId ?? failNoFlow(node);
}

/** Every flow whose condition holds, else the default flow (BPMN 2.0.2, 13.4.3). */
export function chooseInclusiveFlows(step: Step, node: FlowNode, variables: JsonObject): readonly ElementId[] {
  const defaultId = defaultFlowOf(node);
  const chosen = node.outgoing.filter((id) => id !== defaultId && conditionHolds(step, step.flow(id), variables));
  if (chosen.length > 0) return chosen;
  return defaultId === null ? failNoFlow(node) : [defaultId];
}
