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
 *
 * The order among moves that do not depend on each other, which BPMN 2.0.2, 13.2 leaves open, is part of what the kernel promises:
 * 1. What the command itself says, completing, leaving and cancelling included, happens at once; cancelling goes from the inside out.
 * 2. Element instances that have been entered are visited in the order of their ids, which is the order of entering. A node is left on its
 *    flows in document order; event definitions, boundary events, event sub-processes and initial nodes are taken in document order,
 *    the instances of a loop by their index, the handlers of a compensation in reverse order of completion.
 * 3. After each visit conditions are looked at, the oldest wait first, until nothing changes. Then the scopes whose tokens have changed, in
 *    the order in which they changed: complex gateways, the oldest first, then the join whose oldest token came first.
 * Nothing else plays a part: no clock, no chance, no cache. The records are the same however the work is cut into commands.
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
