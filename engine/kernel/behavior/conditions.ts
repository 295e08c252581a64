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
  Object.values(step.draft.incidents).some((incident) => incident.elementInstanceId === ownerId && incident.code === 'EXPRESSION_FAILED');

function checkOne(step: Step, wait: ConditionWait): void {
  const definition = conditionalOf(step.node(wait.elementId), wait.definitionIndex ?? 0);
  const owner = step.find(wait.elementInstanceId);
  if (definition === null || owner === null || conditionFailed(step, owner.id)) return;
  const value = attempt(step, owner, () => (conditionValue(step, definition, owner.id) ? 'true' : 'false'));
  if (value === 'true' && !wait.lastValue) catchEvent(step, wait, {});
  if (value === 'false' && wait.lastValue) step.emit({ kind: 'waitChanged', wait: { ...wait, lastValue: false } });
}

function lookOnce(step: Step): void {
  for (const wait of Object.values(step.draft.waits)) {
    const current = step.draft.waits[wait.id];
    if (current?.kind === 'condition') checkOne(step, current);
  }
}

/**
 * Looks at every condition that is waited for; one that has become true fires its event (BPMN 2.0.2, 10.5.5: the condition has to become
 * false and true again before a non-interrupting event fires once more). One that fails is an incident of the waiting instance. An
 * event that fires may write variables, so all are looked at again until nothing changes; each look closes or changes a wait.
 */
export function fireConditions(step: Step): void {
  const revision = (): number => step.draft.variablesRevision + step.draft.waitsRevision;
  for (let seen = -1; seen !== revision();) {
    seen = revision();
    lookOnce(step);
  }
}
