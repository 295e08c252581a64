import type { CommandHandler } from './command-handler.ts';
import { notFound } from './command-handler.ts';
import { throwEscalation } from '../behavior/throw-error.ts';

/** An escalation that the called process instance did not catch is thrown at the call activity. */
export const calledInstanceEscalatedCommand: CommandHandler<'calledInstanceEscalated'> = (step, command) => {
  const wait = step.draft.waits[command.waitId];
  if (wait?.kind !== 'calledInstance') return notFound('an open call', command.waitId);
  throwEscalation(step, step.instance(wait.elementInstanceId), command.escalationCode, command.variables);
  return null;
};
