import type { Activity, Loop } from '../model/index.ts';
import { isEnded } from '../state/index.ts';
import type { ElementInstance } from '../state/index.ts';
import { fireAllConditions, fireConditions } from './behavior/conditions.ts';
import { beginWithData } from './behavior/await-data.ts';
import { attempt, raiseIncident } from './behavior/incident.ts';
import { JOIN_BUDGET, fireJoins } from './behavior/join.ts';
import { handlerOf } from './behavior/scope-content.ts';
import type { LoopHandler } from './element-handler.ts';
import type { Step } from './step.ts';

function enterBody(step: Step, node: Activity, loop: Loop, body: ElementInstance): void {
  // The handler at `loop.kind` takes exactly this kind of loop; the compiler cannot correlate the two through the mapped type.
  const handler = step.registry.loops[loop.kind] as LoopHandler<Loop>;
  handler.enterBody(step, node, loop, body);
}

/** Lets the handler of an element instance in status `entering` do its work; a failure becomes an incident. */
export function enterInstance(step: Step, instance: ElementInstance): void {
  const node = step.node(instance.elementId);
  attempt(step, instance, () => {
    if (instance.isLoopBody && 'loop' in node && node.loop !== null) enterBody(step, node, node.loop, instance);
    else handlerOf(step, node).enter(step, node, instance);
    return true;
  });
}

/** Brings conditions and joins up to date with what has happened since the last visit. */
function settle(step: Step, isFirst: boolean): void {
  if (step.facts.hasConditions) (isFirst ? fireAllConditions : fireConditions)(step);
  fireJoins(step);
  if (step.facts.requiresData) beginWithData(step);
}

/**
 * Works off the queue of entered element instances, oldest first, and looks at joins and conditions after each visit. Stops after the
 * step budget of the command: what is left stays in the state as instances in status `entering`, and `continue` goes on with them.
 * Past the budget of the instance each further visit is an incident, so that an endless loop ends.
 */
export function runQueue(step: Step): void {
  let isFirst = true;
  for (let visits = 0; ;) {
    settle(step, isFirst);
    isFirst = false;
    if (isEnded(step.draft.status) || (!step.hasWork && !step.joinsAreLeft)) return;
    // Each command makes at least one visit or firing, so that what is left over comes to its end.
    const joinsTakeTooLong = step.joinsAreLeft || (visits > 0 && step.joinWork > JOIN_BUDGET);
    if (visits >= step.environment.stepBudget || joinsTakeTooLong) {
      step.perform({ kind: 'continueLater' });
      return;
    }
    const id = step.dequeue();
    const instance = id === null ? null : step.find(id);
    if (instance?.status !== 'entering') continue;
    visits += 1;
    if (step.draft.steps > step.environment.instanceBudget) {
      raiseIncident(
        step,
        instance,
        'STEP_BUDGET_EXCEEDED',
        `Expected at most ${step.environment.instanceBudget} element visits, but found ${step.draft.steps}.`,
      );
    } else enterInstance(step, instance);
  }
}
