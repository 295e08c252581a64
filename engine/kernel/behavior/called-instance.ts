import type { CallActivity } from '../../model/index.ts';
import type { ElementInstance, Wait } from '../../state/index.ts';
import type { Step } from '../step.ts';

export type CalledInstanceWait = Extract<Wait, { kind: 'calledInstance' }>;

/** Asks for the start of the called process; its variables are all visible ones, or only those made by the input mappings. */
export function startCalledInstance(step: Step, node: CallActivity, instance: ElementInstance, wait: CalledInstanceWait): void {
  const own = step.draft.variables[instance.id] ?? {};
  step.perform({
    kind: 'startCalledInstance',
    waitId: wait.id,
    elementInstanceId: instance.id,
    processId: wait.processId,
    binding: node.binding,
    variables: node.propagateAllParentVariables ? step.visible(instance.id) : own,
    businessKey: step.draft.businessKey,
  });
}
