import type { Activity, JsonObject, StandardLoop } from '../../model/index.ts';
import type { ElementInstance } from '../../state/index.ts';
import type { LoopHandler } from '../element-handler.ts';
import type { Step } from '../step.ts';
import { openBoundaryEvents } from '../behavior/boundary-events.ts';
import { registerCompensation } from '../behavior/compensation.ts';
import { completeElement } from '../behavior/complete-element.ts';
import { activate, enterElement } from '../behavior/enter-element.ts';
import { evaluateBoolean } from '../behavior/evaluate.ts';
import { leaveElement } from '../behavior/leave-element.ts';
import { setVariables } from '../behavior/variables.ts';

/** Whether another round follows after `rounds` of them; the condition sees the variables of `scope` and `loopCounter`. */
function goesOn(step: Step, loop: StandardLoop, scope: ElementInstance, rounds: number): boolean {
  if (loop.loopMaximum !== null && rounds >= loop.loopMaximum) return false;
  if (loop.loopCondition === null) return loop.loopMaximum !== null;
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
 * at most `loopMaximum` times. Without a condition it runs `loopMaximum` times. `loopCounter` counts the rounds from 1; the condition
 * sees the number of rounds done so far.
 */
export const standardLoop: LoopHandler<StandardLoop> = {
  enterBody(step, node, loop, body) {
    const runs = !loop.testBefore || goesOn(step, loop, body, 0);
    openBoundaryEvents(step, node, body);
    activate(step, body);
    if (runs) startRound(step, node, body, 0);
    else completeElement(step, step.instance(body.id));
  },
  endItem(step, node, loop, item) {
    const body = step.instance(item.scopeId ?? item.id);
    const rounds = (item.loopIndex ?? 0) + 1;
    const again = goesOn(step, loop, item, rounds);
    registerCompensation(step, node, item, body.scopeId ?? body.id);
    leaveElement(step, item);
    if (again) startRound(step, node, body, rounds);
    else completeElement(step, body);
  },
};
