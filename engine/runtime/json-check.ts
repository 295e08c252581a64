import type { JsonObject, JsonValue } from '../model/index.ts';

/** Deepest nesting of a value that is stored. */
export const MAX_JSON_DEPTH = 64;

/** What is wrong with a part of a value. The way to it is put together only when there is something to tell. */
interface Problem {
  /** Steps from the value to the part, the last one first: `.price`, `[3]`. */
  readonly steps: string[];
  readonly tell: (path: string) => string;
}

const problem = (tell: Problem['tell']): Problem => ({ steps: [], tell });

/**
 * Why a value cannot be stored as a process variable, or null when it can: PostgreSQL takes neither NUL nor lone surrogates in JSON,
 * `__proto__` as a key would change the object it is read into, and depth has a limit.
 */
export function findJsonProblem(value: unknown, path = 'variables'): string | null {
  const found = problemOf(value, 0);
  return found === null ? null : found.tell(`${path}${found.steps.toReversed().join('')}`);
}

function problemOf(value: unknown, depth: number): Problem | null {
  if (depth > MAX_JSON_DEPTH) return problem((path) => `Expected values nested at most ${MAX_JSON_DEPTH} levels, but ${path} is deeper.`);
  if (value === null || typeof value === 'boolean') return null;
  if (typeof value === 'string') return textProblem(value, (path) => path);
  if (typeof value === 'number')
    return Number.isFinite(value) ? null : problem((path) => `Expected a finite number at ${path}, but found ${value}.`);
  if (Array.isArray(value)) {
    for (let index = 0; index < value.length; index += 1) {
      const found = problemOf(value[index], depth + 1);
      if (found !== null) return passedOn(found, `[${index}]`);
    }
    return null;
  }
  if (typeof value !== 'object') return problem((path) => `Expected a JSON value at ${path}, but found ${typeof value}.`);
  return membersProblem(value, depth);
}

function membersProblem(value: object, depth: number): Problem | null {
  for (const key of Object.keys(value)) {
    if (key === '__proto__') return problem((path) => `Expected no member named __proto__, but ${path} has one.`);
    const wrongName = textProblem(key, (path) => `a member name of ${path}`);
    if (wrongName !== null) return wrongName;
  }
  for (const [key, member] of Object.entries(value)) {
    const found = member === undefined ? null : problemOf(member, depth + 1);
    if (found !== null) return passedOn(found, `.${key}`);
  }
  return null;
}

function passedOn(found: Problem, step: string): Problem {
  found.steps.push(step);
  return found;
}

/** The value as JSON keeps it: `undefined` members are gone, dates and decimals are text. Null when it is no JSON object. */
export function toJsonObject(value: unknown): JsonObject | null {
  const text: string | undefined = JSON.stringify(value);
  if (text === undefined) return null;
  // What JSON.parse returns is a JSON value by its definition.
  const parsed = JSON.parse(text) as JsonValue;
  return isJsonObject(parsed) ? parsed : null;
}

export function isJsonObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function textProblem(text: string, placeOf: (path: string) => string): Problem | null {
  if (text.includes('\u0000')) return problem((path) => `Expected text without NUL, but ${placeOf(path)} has one.`);
  if (text.isWellFormed()) return null;
  return problem((path) => `Expected well-formed Unicode text, but ${placeOf(path)} has half of a surrogate pair.`);
}
