import { ROOT_SCOPE_ID } from '../../model/index.ts';
import type { EventDefinition, FlowNode } from '../../model/index.ts';
import type { Wait } from '../../state/index.ts';
import type { Step } from '../step.ts';
import { catchEvent } from './catch-event.ts';
import { conditionValue } from './event-waits.ts';
import { attempt } from './incident.ts';

type ConditionWait = Extract<Wait, { kind: 'condition' }>;
type Conditional = Extract<EventDefinition, { kind: 'conditional' }>;

function conditionalOf(node: FlowNode, index: number): Conditional | null {
  const definition = 'definitions' in node ? node.definitions[index] : undefined;
  return definition?.kind === 'conditional' ? definition : null;
}

/** True while a condition of this instance rests because it could not be evaluated; other incidents do not keep an event from happening. */
const conditionFailed = (step: Step, ownerId: string): boolean =>
  [...step.draft.incidentsOf(ownerId)].some((id) => step.draft.incidents[id]?.code === 'EXPRESSION_FAILED');

function checkOne(step: Step, wait: ConditionWait): void {
  const definition = conditionalOf(step.node(wait.elementId), wait.definitionIndex ?? 0);
  const owner = step.find(wait.elementInstanceId);
  if (definition === null || owner === null || conditionFailed(step, owner.id)) return;
  const value = attempt(step, owner, () => (conditionValue(step, definition, owner.id) ? 'true' : 'false'));
  if (value === 'true' && !wait.lastValue) catchEvent(step, wait, {});
  if (value === 'false' && wait.lastValue) step.emit({ kind: 'waitChanged', wait: { ...wait, lastValue: false } });
}

/** Ids of the conditions that see the variables of a scope: those of its instance and of every instance inside it. */
function conditionsInside(step: Step, scopeId: string, found: Set<string>): void {
  const open = [scopeId];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    for (const waitId of step.draft.conditionsOf(id)) found.add(waitId);
    for (const childId of step.draft.childrenOf(id)) open.push(childId);
  }
}

/** Every condition whose value may have changed since the last look, oldest first. */
function conditionsToLookAt(step: Step): readonly string[] {
  const { changedVariables, changedConditions } = step.draft;
  // Everything sees the variables of the process.
  const found = new Set(changedVariables.has(ROOT_SCOPE_ID) ? step.draft.conditions() : changedConditions);
  if (!changedVariables.has(ROOT_SCOPE_ID)) for (const scopeId of changedVariables) conditionsInside(step, scopeId, found);
  step.draft.forgetChanges();
  return [...found].toSorted((left, right) => Number(left) - Number(right));
}

function lookAt(step: Step, waitIds: Iterable<string>): void {
  for (const id of waitIds) {
    const wait = step.draft.waits[id];
    if (wait?.kind === 'condition') checkOne(step, wait);
  }
}

/** Looks at every condition there is, as a command does first: an incident may have been resolved. */
export function fireAllConditions(step: Step): void {
  step.draft.forgetChanges();
  lookAt(step, step.draft.conditions());
  fireConditions(step);
}

/**
 * Looks at every condition that may have changed; one that has become true fires its event (BPMN 2.0.2, 10.5.5: the condition has to
 * become false and true again before a non-interrupting event fires once more). One that fails is an incident of the waiting instance.
 * An event that fires may write variables, so all that see these are looked at again until nothing changes; each look closes or changes a wait.
 */
export function fireConditions(step: Step): void {
  while (step.draft.changedVariables.size > 0 || step.draft.changedConditions.size > 0) lookAt(step, conditionsToLookAt(step));
}
