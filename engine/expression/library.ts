import { dateAndTime, parseDate } from 'feelin';
import type { FeelDateTime } from 'feelin';
import { EvaluationFault } from './fault.ts';
import { MONEY_FUNCTIONS } from './money.ts';

/** A function as feelin takes it from its context: `$args` names the parameters. */
type FeelLibraryFunction = ((...values: unknown[]) => unknown) & { $args: readonly string[] };

function named(parameters: readonly string[], run: (...values: unknown[]) => unknown): FeelLibraryFunction {
  return Object.assign((...values: unknown[]) => run(...values), { $args: parameters });
}

/** The time of the command, which is the only clock that an expression has. */
export function nowAsFeel(now: string): FeelDateTime {
  const value = dateAndTime(now);
  if (value === null) throw new EvaluationFault(`Expected the time of the command in ISO 8601, but found ${now}`);
  return value;
}

/** Functions beyond the standard's that do not depend on the time. `compile.ts` makes the first two lenient about missing variables. */
const FIXED: Readonly<Record<string, FeelLibraryFunction>> = {
  'is defined': named(['value'], (value) => value !== null && value !== undefined),
  'get or else': named(['value', 'default'], (value, fallback) => value ?? fallback ?? null),
  ...Object.fromEntries(Object.entries(MONEY_FUNCTIONS).map(([name, { parameters, run }]) => [name, named(parameters, run)])),
};

/** Names of all functions that expressions may use beyond the standard's. */
export const LIBRARY_NAMES: readonly string[] = [...Object.keys(FIXED), 'now', 'today'];

/** The library for the time of a command: `now()` and `today()` (in UTC) answer from `now`, never from the clock of the machine. */
export function libraryAt(now: string): Readonly<Record<string, unknown>> {
  return { ...FIXED, now: named([], () => nowAsFeel(now)), today: named([], () => todayOf(now)) };
}

function todayOf(now: string): unknown {
  const instant = new Date(now);
  if (Number.isNaN(instant.getTime())) throw new EvaluationFault(`Expected the time of the command in ISO 8601, but found ${now}`);
  return parseDate(instant.toISOString().slice(0, 10));
}
