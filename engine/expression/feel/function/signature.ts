import { FEEL_LIMITS } from '../../limits.ts';
import type { FeelRun } from '../run/scope.ts';
import { Misfit } from '../value/fault.ts';
import { FeelRange } from '../value/range.ts';
import { FeelDate, FeelDateTime, startOfDay, UTC } from '../value/temporal.ts';
import { typeName } from '../value/type-name.ts';

/** What a parameter of a built-in function takes. `any` takes null as well; so does a kind with `|null`. */
type Kind = string;

interface BuiltInParameter {
  readonly name: string;
  readonly kind: Kind;
  readonly isOptional: boolean;
  readonly takesNull: boolean;
}

/** One way to call a built-in function. */
export interface Signature {
  readonly parameters: readonly BuiltInParameter[];
  /** The last parameter takes all further arguments as a list; a single argument that is a list is that list. */
  readonly isVariadic: boolean;
  /** Absent optional arguments are undefined. @throws Misfit when the arguments have no result */
  readonly run: (values: readonly unknown[], run: FeelRun) => unknown;
}

export interface BuiltIn {
  readonly name: string;
  readonly signatures: readonly Signature[];
}

/**
 * A signature out of its text: `string: string, start position: number, length?: number`. `?` marks an optional parameter, `...` before the last name one that
 * takes all further arguments.
 */
export function signature(text: string, run: Signature['run']): Signature {
  const parts = text === '' ? [] : text.split(',').map((part) => part.trim());
  const parameters = parts.map((part): BuiltInParameter => {
    const [name = '', kind = 'any'] = part.split(':').map((half) => half.trim());
    return {
      name: name.replace(/^\.\.\.|\?$/g, ''),
      kind: kind.replace('|null', ''),
      isOptional: name.endsWith('?'),
      takesNull: kind === 'any' || kind.endsWith('|null'),
    };
  });
  return { parameters, isVariadic: text.includes('...'), run };
}

/** Declares built-in functions: their names and, for each, one signature or several. */
export function builtIns(functions: Readonly<Record<string, Signature | readonly Signature[]>>): readonly BuiltIn[] {
  return Object.entries(functions).map(([name, signatures]) => ({
    name,
    signatures: isSingle(signatures) ? [signatures] : signatures,
  }));
}

const isSingle = (value: Signature | readonly Signature[]): value is Signature => !Array.isArray(value);

const DURATIONS: ReadonlySet<string> = new Set(['days and time duration', 'years and months duration']);
const DATES: ReadonlySet<string> = new Set(['date', 'date and time']);

function fits(value: unknown, kind: Kind): boolean {
  const actual = typeName(value);
  if (kind === 'any' || kind === actual) return true;
  if (kind === 'duration') return DURATIONS.has(actual);
  if (kind === 'date or date and time') return DATES.has(actual);
  return kind === 'point or range';
}

const kindText = (kind: Kind): string => (kind === 'boolean' ? 'true or false' : `a ${kind}`);

/** An argument as its parameter wants it, by the implicit conversions of DMN 1.5, 10.3.2.9.4. */
function fitted(value: unknown, parameter: BuiltInParameter): unknown {
  if (value === null || value === undefined) {
    if (parameter.takesNull) return null;
    throw new Misfit(`${kindText(parameter.kind)} as "${parameter.name}", but found null`);
  }
  if (fits(value, parameter.kind)) return value;
  if (parameter.kind === 'list') return [value];
  if (Array.isArray(value) && value.length === 1 && fits(value[0], parameter.kind)) return value[0] ?? null;
  if (value instanceof FeelDate && parameter.kind === 'date and time') return startOfDay(value, UTC);
  if (value instanceof FeelDateTime && parameter.kind === 'date') return value.date;
  throw new Misfit(
    `${kindText(parameter.kind)} as "${parameter.name}", but found ${typeof value === 'string' ? `"${value}"` : typeName(value)}`,
  );
}

function callPositional(candidate: Signature, values: readonly unknown[], run: FeelRun): unknown {
  const { parameters } = candidate;
  const fixed = candidate.isVariadic ? parameters.slice(0, -1) : parameters;
  const last = candidate.isVariadic ? parameters.at(-1) : undefined;
  const given = fixed.map((parameter, index) => (index < values.length ? fitted(values[index], parameter) : undefined));
  if (last === undefined) return candidate.run(given, run);
  const rest = values.slice(fixed.length);
  // A single list stands for the arguments; after fixed ones it is an argument itself.
  const items: unknown = rest.length === 1 && Array.isArray(rest[0]) && fixed.length === 0 ? rest[0] : rest;
  return candidate.run([...given, items], run);
}

function takesCount(candidate: Signature, count: number): boolean {
  const required = candidate.parameters.filter((parameter) => !parameter.isOptional).length;
  return count >= required && (candidate.isVariadic || count <= candidate.parameters.length);
}

function takesNames(candidate: Signature, names: readonly string[]): boolean {
  return (
    names.every((name) => candidate.parameters.some((parameter) => parameter.name === name)) &&
    candidate.parameters.every((parameter) => parameter.isOptional || names.includes(parameter.name))
  );
}

/**
 * Calls a built-in function; of several signatures the first whose count of arguments and types fit counts.
 * @throws Misfit when no signature fits
 */
export function callBuiltIn(target: BuiltIn, values: readonly unknown[], names: readonly string[] | null, run: FeelRun): unknown {
  for (const value of values) if (Array.isArray(value)) run.spend(Math.floor(value.length / FEEL_LIMITS.itemsOfRound));
  const candidates = target.signatures.filter((candidate) =>
    names === null ? takesCount(candidate, values.length) : takesNames(candidate, names),
  );
  let misfit = new Misfit(
    names === null
      ? `${countText(target)}, but found ${values.length}`
      : `the names of parameters of ${target.name}, but found ${names.join(', ')}`,
  );
  for (const candidate of candidates) {
    try {
      if (names === null) return callPositional(candidate, values, run);
      const ordered = candidate.parameters.map((parameter) => {
        const index = names.indexOf(parameter.name);
        if (index === -1) return undefined;
        const isRest = candidate.isVariadic && parameter === candidate.parameters.at(-1);
        return fitted(values[index], isRest ? { ...parameter, kind: 'list' } : parameter);
      });
      return candidate.run(ordered, run);
    } catch (error) {
      // The next signature may fit; when none does, the last misfit says why.
      if (!(error instanceof Misfit)) throw error;
      misfit = error;
    }
  }
  throw misfit;
}

function countText(target: BuiltIn): string {
  const counts = target.signatures.map((candidate) => candidate.parameters.length);
  return `arguments of ${target.name} that fit, of which there are ${[...new Set(counts)].join(' or ')}`;
}

/** An argument that the signature has already checked, under its type. */
export const as = {
  text: (value: unknown): string => (typeof value === 'string' ? value : refuse('string', value)),
  list: (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : refuse('list', value)),
  range: (value: unknown): FeelRange => (value instanceof FeelRange ? value : refuse('range', value)),
} as const;

export function refuse(expected: string, value: unknown): never {
  throw new Misfit(`a ${expected}, but found ${typeof value === 'string' ? `"${value}"` : typeName(value)}`);
}
