import type { CommandHandler } from './command-handler.ts';
import { catchEvent } from '../behavior/catch-event.ts';
import { notFound } from './command-handler.ts';

/** A signal reaches a subscription of this instance. */
export const deliverSignalCommand: CommandHandler<'deliverSignal'> = (step, command) => {
  const wait = step.draft.waits[command.subscriptionId];
  if (wait?.kind !== 'signal') return notFound('an open signal subscription', command.subscriptionId);
  catchEvent(step, wait, command.variables);
  return null;
};
