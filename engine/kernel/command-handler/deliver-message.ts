import type { CommandHandler } from './command-handler.ts';
import { catchEvent } from '../behavior/catch-event.ts';
import { notFound } from './command-handler.ts';

/** A message has been correlated to a subscription of this instance. */
export const deliverMessageCommand: CommandHandler<'deliverMessage'> = (step, command) => {
  const wait = step.draft.waits[command.subscriptionId];
  if (wait?.kind !== 'message') return notFound('an open message subscription', command.subscriptionId);
  catchEvent(step, wait, command.variables);
  return null;
};
