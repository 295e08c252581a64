import type { Activity, JsonObject, StandardLoop } from '../../model/index.ts';
import type { ElementInstance } from '../../state/index.ts';
import type { LoopHandler } from '../element-handler.ts';
import type { Step } from '../step.ts';
import { openBoundaryEvents } from '../behavior/boundary-events.ts';
import { registerCompensation } from '../behavior/compensation.ts';
import { completeElement } from '../behavior/complete-element.ts';
import { activate, enterElement } from '../behavior/enter-element.ts';
import { evaluateBoolean, evaluateInteger, failExpression } from '../behavior/evaluate.ts';
import { leaveElement } from '../behavior/leave-element.ts';
import { setVariables } from '../behavior/variables.ts';

/** Most rounds that there may be now; null without a maximum. An expression sees the variables around the activity. */
function maximumOf(step: Step, loop: StandardLoop, body: ElementInstance): number | null {
  if (loop.loopMaximum === null) return null;
  const maximum = evaluateInteger(step, loop.loopMaximum, body.id, 'the loop maximum');
  return maximum >= 1 ? maximum : failExpression(loop.loopMaximum, 'the loop maximum', 'a number of at least 1', String(maximum));
}

/** Whether another round follows after `rounds` of them; the condition sees the variables of `scope` and `loopCounter`. */
function goesOn(step: Step, loop: StandardLoop, body: ElementInstance, scope: ElementInstance, rounds: number): boolean {
  const maximum = maximumOf(step, loop, body);
  if (maximum !== null && rounds >= maximum) return false;
  if (loop.loopCondition === null) return maximum !== null;
  return evaluateBoolean(step, loop.loopCondition, { ...step.visible(scope.id), loopCounter: rounds }, 'the loop condition');
}

/** Begins the round with this number, counted from 0. */
export function startRound(step: Step, node: Activity, body: ElementInstance, index: number, data: JsonObject = {}): ElementInstance {
  const instance = enterElement(step, { elementId: node.id, scopeId: body.id, loopIndex: index, data });
  setVariables(step, instance.id, { loopCounter: index + 1 });
  return instance;
}

/**
 * Standard loop (BPMN 2.0.2, 10.3.8 and 13.3.6): rounds one after another while the condition holds, tested before or after each round,
 * at most `loopMaximum` times. Without a condition it runs `loopMaximum` times; with neither the standard does not say when it ends, and
 * deployment refuses it. `loopCounter` counts the rounds from 1; the condition sees the number of rounds done so far, and tested after
 * a round also what that round wrote of its own.
 */
export const standardLoop: LoopHandler<StandardLoop> = {
  enterBody(step, node, loop, body) {
    const runs = !loop.testBefore || goesOn(step, loop, body, body, 0);
    openBoundaryEvents(step, node, body);
    activate(step, body);
    if (runs) startRound(step, node, body, 0);
    else completeElement(step, step.instance(body.id));
  },
  endItem(step, node, loop, item) {
    const body = step.instance(item.scopeId ?? item.id);
    const rounds = (item.loopIndex ?? 0) + 1;
    const again = goesOn(step, loop, body, item, rounds);
    registerCompensation(step, node, item, body.id);
    leaveElement(step, item);
    if (again) startRound(step, node, body, rounds);
    else completeElement(step, body);
  },
};
