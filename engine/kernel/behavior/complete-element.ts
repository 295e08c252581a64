import type { Activity, ElementId, FlowNode, JsonObject, Loop } from '../../model/index.ts';
import type { LoopHandler } from '../element-handler.ts';
import type { ElementInstance } from '../../state/index.ts';
import type { Step } from '../step.ts';
import { chooseFlows } from './choose-flows.ts';
import { continueCompensation, registerCompensation, registerInstances } from './compensation.ts';
import { attempt } from './incident.ts';
import { applyOutputs } from './io-mapping.ts';
import { leaveElement } from './leave-element.ts';
import { contentChanged, endContentIfEmpty } from './scope-content.ts';
import { takeFlows } from './take-flows.ts';
import { propagateVariables } from './variables.ts';
import { closeWait } from './waits.ts';

const NOTHING: JsonObject = {};
const NO_FLOWS: readonly ElementId[] = [];

/** Moves an element instance whose leaving failed to `completing`, so that resolving the incident tries the leaving alone again. */
function restCompleting(step: Step, instance: ElementInstance, outputsApplied: boolean): void {
  const { status, data } = step.instance(instance.id);
  if (outputsApplied && data['outputsApplied'] !== true) {
    step.emit({ kind: 'elementDataChanged', elementInstanceId: instance.id, data: { ...data, outputsApplied: true } });
  }
  // Its content is over, so its event sub-processes can no longer begin; its boundary events still can.
  for (const wait of step.waitsOf(instance.id)) if (step.node(wait.elementId).kind === 'startEvent') closeWait(step, wait, 'cancelled');
  if (status !== 'completing') step.emit({ kind: 'elementStatusChanged', elementInstanceId: instance.id, status: 'completing' });
}

function writeOutputs(step: Step, node: FlowNode, instance: ElementInstance, result: JsonObject): void {
  if (instance.data['outputsApplied'] === true || instance.data['restores'] !== undefined) return;
  if (instance.isLoopBody) propagateVariables(step, instance.scopeId ?? instance.id, result);
  else applyOutputs(step, node, instance, result);
}

function endItem(step: Step, node: Activity, item: ElementInstance): void {
  if (node.loop === null) throw new Error(`Expected "${node.id}" to have loop characteristics, but found none.`);
  // The handler at `loop.kind` takes exactly this kind of loop; the compiler cannot correlate the two through the mapped type.
  const handler = step.registry.loops[node.loop.kind] as LoopHandler<Loop>;
  if (
    attempt(step, item, () => {
      handler.endItem(step, node, node.loop as Loop, item);
      return true;
    }) === null
  )
    restCompleting(step, item, true);
}

/**
 * The work of an element is done with this result: writes outputs, chooses the flows to leave on and takes them; an instance of a loop
 * ends within its body instead. Whatever fails rests in `completing` with an incident; the result is then kept as local variables or
 * already merged, so calling this again without a result goes on where it failed.
 */
export function completeElement(step: Step, instance: ElementInstance, result: JsonObject = NOTHING): void {
  const node = step.node(instance.elementId);
  if (
    attempt(step, instance, () => {
      writeOutputs(step, node, instance, result);
      return true;
    }) === null
  ) {
    restCompleting(step, instance, false);
    return;
  }
  if (instance.loopIndex !== null && instance.data['restores'] === undefined && 'loop' in node) {
    endItem(step, node, instance);
    return;
  }
  const scopeId = instance.scopeId ?? instance.id;
  // A compensation handler is outside the normal flow, also when it is the shell of a sub-process that has outgoing flows.
  const isHandler = instance.data['compensation'] !== undefined;
  const flows = attempt(step, instance, () => (isHandler ? NO_FLOWS : chooseFlows(step, node, step.visible(scopeId))));
  if (flows === null) restCompleting(step, instance, true);
  else leaveOn(step, node, instance, flows);
}

/** Leaves an element on the given flows; without any, its token is consumed, which may end the scope. */
export function leaveOn(step: Step, node: FlowNode, instance: ElementInstance, flows: readonly ElementId[]): void {
  const scopeId = instance.scopeId ?? instance.id;
  if (instance.isLoopBody) registerInstances(step, instance, scopeId);
  else registerCompensation(step, node, instance, scopeId);
  const left = step.instance(instance.id);
  leaveElement(step, instance);
  const isHandler = instance.data['compensation'] !== undefined;
  if (!isHandler && contentChanged(step, scopeId, node) === 'over') return;
  const quantity = 'completionQuantity' in node ? (node.completionQuantity ?? 1) : 1;
  for (let count = 0; count < quantity; count += 1) takeFlows(step, flows, scopeId);
  continueCompensation(step, left);
  if (flows.length === 0) endContentIfEmpty(step, scopeId);
}
