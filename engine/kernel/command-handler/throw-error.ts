import type { CommandHandler } from './command-handler.ts';
import { notFound } from './command-handler.ts';
import { raiseIncident } from '../behavior/incident.ts';
import { throwError, unhandledError } from '../behavior/throw-error.ts';

/** The work of a job or a task ends with a BPMN error; uncaught it is the incident UNHANDLED_ERROR, and the work stays open. */
export const throwErrorCommand: CommandHandler<'throwError'> = (step, command) => {
  const wait = step.draft.waits[command.waitId];
  if (wait?.kind !== 'job' && wait?.kind !== 'task') return notFound('an open job or task', command.waitId);
  const source = step.instance(wait.elementInstanceId);
  const { errorCode, message, variables } = command;
  if (throwError(step, source, { code: errorCode, message, variables })) return null;
  raiseIncident(step, source, 'UNHANDLED_ERROR', unhandledError(errorCode, message), wait.kind === 'job' ? wait.id : null);
  return null;
};
