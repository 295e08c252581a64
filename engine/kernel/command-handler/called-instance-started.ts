import type { CommandHandler } from './command-handler.ts';
import { notFound } from './command-handler.ts';

/** The called process instance exists; from now on it can be cancelled with its call activity. */
export const calledInstanceStartedCommand: CommandHandler<'calledInstanceStarted'> = (step, command) => {
  const wait = step.draft.waits[command.waitId];
  if (wait?.kind !== 'calledInstance') return notFound('an open call', command.waitId);
  step.emit({ kind: 'waitChanged', wait: { ...wait, calledInstanceId: command.calledInstanceId } });
  return null;
};
