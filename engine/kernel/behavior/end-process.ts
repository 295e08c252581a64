import { ROOT_SCOPE_ID } from '../../model/index.ts';
import type { Effect } from '../effect.ts';
import type { Step } from '../step.ts';
import { cancelContent, cancelElement, leaveElement } from './leave-element.ts';

type Outcome = Extract<Effect, { kind: 'notifyCaller' }>['outcome'];

function tellCaller(step: Step, outcome: Outcome): void {
  if (step.draft.caller !== null) step.perform({ kind: 'notifyCaller', outcome });
}

/** The process has ended by itself: no token is left (BPMN 2.0.2, 13.5.6). A caller gets its variables. */
export function completeProcess(step: Step): void {
  cancelContent(step, ROOT_SCOPE_ID);
  leaveElement(step, step.instance(ROOT_SCOPE_ID));
  step.emit({ kind: 'instanceEnded', status: 'completed' });
  tellCaller(step, { kind: 'completed', variables: step.draft.variables[ROOT_SCOPE_ID] ?? {} });
}

/** The process ends with everything in it cancelled: by a person (`cancelled`), or by an error that its caller gets (`terminated`). */
export function abortProcess(step: Step, status: 'terminated' | 'cancelled', outcome: Outcome): void {
  cancelElement(step, step.instance(ROOT_SCOPE_ID));
  step.emit({ kind: 'instanceEnded', status });
  tellCaller(step, outcome);
}
