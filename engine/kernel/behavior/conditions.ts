import type { EventDefinition, FlowNode } from '../../model/index.ts';
import type { Wait } from '../../state/index.ts';
import type { Step } from '../step.ts';
import { catchEvent } from './catch-event.ts';
import { conditionValue } from './event-waits.ts';
import { attempt, hasIncident } from './incident.ts';

type ConditionWait = Extract<Wait, { kind: 'condition' }>;
type Conditional = Extract<EventDefinition, { kind: 'conditional' }>;

function conditionalOf(node: FlowNode): Conditional | null {
  if (!('definitions' in node)) return null;
  return node.definitions.find((definition) => definition.kind === 'conditional') ?? null;
}

function checkOne(step: Step, wait: ConditionWait): void {
  const definition = conditionalOf(step.node(wait.elementId));
  const owner = step.find(wait.elementInstanceId);
  if (definition === null || owner === null || hasIncident(step, owner.id)) return;
  const value = attempt(step, owner, () => (conditionValue(step, definition, owner.id) ? 'true' : 'false'));
  if (value === 'true' && !wait.lastValue) catchEvent(step, wait, {});
  if (value === 'false' && wait.lastValue) step.emit({ kind: 'waitChanged', wait: { ...wait, lastValue: false } });
}

/**
 * Looks at every condition that is waited for; one that has become true fires its event (BPMN 2.0.2, 10.5.5: the condition has to become
 * false and true again before a non-interrupting event fires once more). One that fails is an incident of the waiting instance.
 */
export function fireConditions(step: Step): void {
  for (const wait of Object.values(step.draft.waits)) {
    const current = step.draft.waits[wait.id];
    if (current?.kind === 'condition') checkOne(step, current);
  }
}
