import type { CommandHandler } from './command-handler.ts';
import { notFound } from './command-handler.ts';
import { raiseIncident } from '../behavior/incident.ts';
import { throwError, unhandledError } from '../behavior/throw-error.ts';

/**
 * The work of a job or a task ends with a BPMN error; uncaught it is the incident UNHANDLED_ERROR, and the work stays open. A job has no attempts
 * left then: the same refusal would come again, so it waits for the incident to be resolved.
 */
export const throwErrorCommand: CommandHandler<'throwError'> = (step, command) => {
  const wait = step.draft.waits[command.waitId];
  if (wait?.kind !== 'job' && wait?.kind !== 'task') return notFound('an open job or task', command.waitId);
  const source = step.instance(wait.elementInstanceId);
  const { errorCode, message, variables } = command;
  if (throwError(step, source, { code: errorCode, message, variables })) return null;
  if (wait.kind === 'job') {
    step.emit({ kind: 'waitChanged', wait: { ...wait, retriesLeft: 0 } });
    if (Object.values(step.draft.incidents).some((incident) => incident.jobId === wait.id)) return null;
  }
  raiseIncident(step, source, 'UNHANDLED_ERROR', unhandledError(errorCode, message), wait.kind === 'job' ? wait.id : null);
  return null;
};
