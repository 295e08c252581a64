import type { Activity, ElementId, JsonObject } from '../../model/index.ts';
import type { ElementInstance } from '../../state/index.ts';
import { enterElement } from '../behavior/enter-element.ts';
import { handlerOf } from '../behavior/scope-content.ts';
import { withoutStart } from '../behavior/without-start.ts';
import { setVariables } from '../behavior/variables.ts';
import { addItem, openEmptyBody } from '../container/multi-instance.ts';
import { startRound } from '../container/standard-loop.ts';
import { ProblemFound } from '../problem.ts';
import type { Step } from '../step.ts';
import type { FoundScope, Level } from './find-scope.ts';

/** Variables by the element that they are for; what is used is taken out, so that what is left over can be refused. */
export type GivenVariables = Map<ElementId, JsonObject>;

/** Sets the variables given for an element in its instance. */
export function takeVariables(step: Step, instance: ElementInstance, given: GivenVariables): void {
  const variables = given.get(instance.elementId);
  if (variables === undefined || instance.isLoopBody) return;
  given.delete(instance.elementId);
  setVariables(step, instance.id, variables);
}

/** One more instance in the body of a loop: for a parallel multi-instance activity always, for any other only in a body that is new. */
export function enterItem(step: Step, node: Activity, body: ElementInstance, data: JsonObject): ElementInstance {
  if (node.loop === null)
    throw new ProblemFound('NOT_MULTI_INSTANCE', node.id, `Expected "${node.id}" to be a multi-instance activity, but it has no loop.`);
  const isEmpty = !step.draft.hasChildren(body.id);
  if (!isEmpty && (node.loop.kind === 'standardLoop' || node.loop.isSequential))
    throw new ProblemFound(
      'LOOP_SEQUENTIAL',
      node.id,
      `Expected a parallel multi-instance activity to add an instance to, but the instances of "${node.id}" run one after another.`,
    );
  return node.loop.kind === 'multiInstance' ? addItem(step, node, node.loop, body, data) : startRound(step, node, body, 0, data);
}

function makeBody(step: Step, node: Activity, parent: ElementInstance): ElementInstance {
  const body = enterElement(step, { elementId: node.id, scopeId: parent.id });
  openEmptyBody(step, node, body);
  return step.instance(body.id);
}

/** Enters a sub-process without its start: inputs, boundary events and event sub-processes as always, and no token inside yet. */
function makeContainer(step: Step, node: Activity, parent: ElementInstance, first: ElementId, given: GivenVariables): ElementInstance {
  const data = withoutStart(first);
  const instance = parent.isLoopBody
    ? enterItem(step, node, parent, data)
    : enterElement(step, { elementId: node.id, scopeId: parent.id, data });
  takeVariables(step, instance, given);
  handlerOf(step, node).enter(step, node, step.instance(instance.id));
  return step.instance(instance.id);
}

function activityAt(step: Step, level: Level): Activity {
  const node = step.node(level.elementId);
  if ('boundaryEventIds' in node) return node;
  throw new Error(`Expected "${node.id}" to be a sub-process, but it is ${node.kind}.`);
}

/** Makes the missing scopes from the outside in; answers the innermost one. `target` is what gets the token in the end. */
export function makeScopes(step: Step, found: FoundScope, target: ElementId, given: GivenVariables): ElementInstance {
  let scope = found.base;
  for (const [index, level] of found.missing.entries()) {
    const node = activityAt(step, level);
    const first = found.missing[index + 1]?.elementId ?? target;
    scope = level.isLoopBody ? makeBody(step, node, scope) : makeContainer(step, node, scope, first, given);
  }
  return scope;
}
