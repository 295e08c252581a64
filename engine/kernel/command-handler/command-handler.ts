import type { Command, CommandKind } from '../command.ts';
import type { Rejection } from '../decide.ts';
import type { Step } from '../step.ts';

/** Begins what one kind of command asks for; the work queue does the rest. Null when accepted; a rejection must not have emitted anything. */
export type CommandHandler<Kind extends CommandKind> = (step: Step, command: Extract<Command, { readonly kind: Kind }>) => Rejection | null;

/** The rejection of an id that the instance does not have (any more): `what` is for example `an open timer`. */
export const notFound = (what: string, id: string): Rejection => ({
  kind: 'rejected',
  code: 'NOT_FOUND',
  message: `Expected ${what} ${id}, but found none.`,
});
