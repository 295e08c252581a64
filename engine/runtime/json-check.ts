import type { JsonObject, JsonValue } from '../model/index.ts';

/** Deepest nesting of a value that is stored. */
export const MAX_JSON_DEPTH = 64;

/**
 * Why a value cannot be stored as a process variable, or null when it can: PostgreSQL takes neither NUL nor lone surrogates in JSON,
 * `__proto__` as a key would change the object it is read into, and depth has a limit.
 */
export function findJsonProblem(value: unknown, path = 'variables', depth = 0): string | null {
  if (depth > MAX_JSON_DEPTH) return `Expected values nested at most ${MAX_JSON_DEPTH} levels, but ${path} is deeper.`;
  if (value === null || typeof value === 'boolean') return null;
  if (typeof value === 'string') return textProblem(value, path);
  if (typeof value === 'number') return Number.isFinite(value) ? null : `Expected a finite number at ${path}, but found ${value}.`;
  if (Array.isArray(value))
    return firstProblem(
      value.map((item, index) => [`${path}[${index}]`, item]),
      depth,
    );
  if (typeof value !== 'object') return `Expected a JSON value at ${path}, but found ${typeof value}.`;
  for (const key of Object.keys(value)) {
    if (key === '__proto__') return `Expected no member named __proto__, but ${path} has one.`;
    const problem = textProblem(key, `a member name of ${path}`);
    if (problem !== null) return problem;
  }
  return firstProblem(
    Object.entries(value)
      .filter(([, member]) => member !== undefined)
      .map(([key, member]) => [`${path}.${key}`, member]),
    depth,
  );
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

function firstProblem(members: readonly (readonly [string, unknown])[], depth: number): string | null {
  for (const [path, member] of members) {
    const problem = findJsonProblem(member, path, depth + 1);
    if (problem !== null) return problem;
  }
  return null;
}

function textProblem(text: string, path: string): string | null {
  if (text.includes('\u0000')) return `Expected text without NUL, but ${path} has one.`;
  return text.isWellFormed() ? null : `Expected well-formed Unicode text, but ${path} has half of a surrogate pair.`;
}
