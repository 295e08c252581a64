import type { CommandHandler } from './command-handler.ts';
import { notFound } from './command-handler.ts';
import { setVariables } from '../behavior/variables.ts';

/** Somebody sets variables of one scope. Conditional events are looked at afterwards. */
export const setVariablesCommand: CommandHandler<'setVariables'> = (step, command) => {
  if (step.find(command.scopeId) === null) return notFound('a scope', command.scopeId);
  setVariables(step, command.scopeId, command.variables);
  return null;
};
