import type { BusinessCalendars, DefinitionId, Expression, JsonObject, JsonValue, ProcessDefinition } from '../model/index.ts';
import type { InstanceRecord, InstanceState } from '../state/index.ts';
import type { Command } from './command.ts';
import type { Effect } from './effect.ts';
import type { CommandProblem } from '../model/index.ts';

/**
 * Outcome of an evaluation: a value, or why there is none ("Expected number, but found null at `a + b`"). `lacksData` says that a variable or
 * member does not exist, or is null where a value is compared.
 */
export type Evaluation =
  | { readonly kind: 'value'; readonly value: JsonValue }
  | { readonly kind: 'failure'; readonly message: string; readonly lacksData?: true };

/** What the kernel may use beside its arguments. All of it is deterministic for given arguments. */
export interface KernelEnvironment {
  /** Evaluates FEEL or a literal against the variables in scope; never throws. */
  readonly evaluate: (expression: Expression, variables: JsonObject, now: string) => Evaluation;
  /** Business calendars by name, for the timers and tasks that name one; none when absent. */
  readonly calendars?: BusinessCalendars;
  /** Element visits that one command may cause before the rest is left to `continue`. Default 1,000. */
  readonly stepBudget: number;
  /** Element visits of one instance before it becomes an incident. Default 1,000,000. */
  readonly instanceBudget: number;
  /** A deployed definition that whoever asks has at hand; null for any other. Only `migrate` needs it. */
  readonly definitionOf?: (definitionId: DefinitionId) => ProcessDefinition | null;
}

/** A command that does not fit the state: not found, wrong status. Nothing was changed. */
export interface Rejection {
  readonly kind: 'rejected';
  /** NOT_FOUND, WRONG_STATUS, NO_START_EVENT, ... */
  readonly code: string;
  readonly message: string;
  /** Of a command with several parts: everything that is wrong with it, at least one. */
  readonly problems?: readonly CommandProblem[];
}

export interface Decision {
  readonly kind: 'decided';
  /** State after all records; equals folding `records` over the given state with the appliers. */
  readonly state: InstanceState;
  readonly records: readonly InstanceRecord[];
  readonly effects: readonly Effect[];
}

/**
 * The engine: given a definition, the state of an instance (null for `start`), a command and the time (ISO 8601, UTC), says what
 * happens. Pure: same arguments, same answer; no I/O, no clock, no randomness; terminates within the step budget.
 */
export type Decide = (
  environment: KernelEnvironment,
  definition: ProcessDefinition,
  state: InstanceState | null,
  command: Command,
  now: string,
) => Decision | Rejection;
