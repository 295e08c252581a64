import type { JsonObject } from '../../model/index.ts';
import type { ElementInstance } from '../../state/index.ts';
import type { Step } from '../step.ts';
import { abortProcess } from './end-process.ts';
import type { Thrown } from './find-catcher.ts';
import { deliver, findCatcher } from './find-catcher.ts';

/** An error raised at an element instance, with its message for people and the variables that come along. */
export interface RaisedError {
  readonly code: string;
  readonly message: string;
  readonly variables: JsonObject;
}

/**
 * Throws a BPMN error from `source`: the nearest error event catches it, else the caller of this process instance gets it and the
 * instance is terminated (BPMN 2.0.2, 10.5.6 and 13.5.3). False when nobody catches it; nothing has happened then.
 */
export function throwError(step: Step, source: ElementInstance, error: RaisedError, beforeDelivery: () => void = () => {}): boolean {
  const thrown: Thrown = { kind: 'error', code: error.code };
  const catcher = findCatcher(step, source, thrown);
  if (catcher === null && step.draft.caller === null) return false;
  step.emit({ kind: 'eventThrown', elementId: source.elementId, elementInstanceId: source.id, event: 'error', code: error.code });
  beforeDelivery();
  if (catcher !== null) deliver(step, catcher, thrown, caughtVariables(error));
  else abortProcess(step, 'terminated', { kind: 'error', errorCode: error.code, message: error.message, variables: error.variables });
  return true;
}

/** What the catching event gets: the variables of the error and, when it says anything to people, `errorCode` and `errorMessage`. */
const caughtVariables = ({ code, message, variables }: RaisedError): JsonObject =>
  message === '' ? variables : { errorCode: code, errorMessage: message, ...variables };

/** True when somebody catches this error: an event of this process instance, or its caller. */
export const isHandled = (step: Step, source: ElementInstance, code: string): boolean =>
  step.draft.caller !== null || findCatcher(step, source, { kind: 'error', code }) !== null;

/** Message of the incident of an error that nobody catches. */
export const unhandledError = (code: string, message: string): string =>
  `Expected an event that catches error "${code}", but found none.${message === '' ? '' : ` ${message}`}`;

/**
 * Throws an escalation from `source`. Whoever catches it begins; when nobody does, a caller gets it, and the process goes on in any case
 * (BPMN 2.0.2, 10.5.6). After an interrupting catch the source may be gone.
 */
export function throwEscalation(step: Step, source: ElementInstance, code: string, variables: JsonObject): void {
  const thrown: Thrown = { kind: 'escalation', code };
  const catcher = findCatcher(step, source, thrown);
  step.emit({ kind: 'eventThrown', elementId: source.elementId, elementInstanceId: source.id, event: 'escalation', code });
  if (catcher !== null) deliver(step, catcher, thrown, variables);
  else if (step.draft.caller !== null)
    step.perform({ kind: 'notifyCaller', outcome: { kind: 'escalation', escalationCode: code, variables } });
}
