import { HttpProblem, type FieldProblem } from '../port/http-problem.ts';
import type { z } from 'zod';

/** Largest request body in bytes (1 MiB). */
export const MAX_BODY_BYTES = 1_048_576;
/** Deepest nesting of objects and arrays in a body; deeper JSON parses but can no longer be written. */
export const MAX_BODY_DEPTH = 64;
/** Most wrong fields listed in one refusal. */
const MAX_LISTED_ERRORS = 50;

const FORBIDDEN_KEYS = new Set(['__proto__']);

/**
 * Refuses values that the database or the engine cannot keep: nesting deeper than `MAX_BODY_DEPTH`, NUL and lone surrogates in texts
 * (PostgreSQL has no such text), keys named `__proto__`. Walks without recursion, because the value comes from outside.
 */
export function assertSafeJson(value: unknown): void {
  const open: { readonly value: unknown; readonly path: string; readonly depth: number }[] = [{ value, path: '', depth: 0 }];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (typeof next.value === 'string') assertSafeText(next.value, next.path);
    if (typeof next.value !== 'object' || next.value === null) continue;
    if (next.depth >= MAX_BODY_DEPTH) {
      throw new HttpProblem(400, 'BODY_TOO_DEEP', `Expected at most ${MAX_BODY_DEPTH} levels of nesting, but there are more.`);
    }
    for (const [key, member] of Object.entries(next.value)) {
      const path = next.path === '' ? key : `${next.path}.${key}`;
      assertSafeKey(key, path);
      open.push({ value: member, path, depth: next.depth + 1 });
    }
  }
}

function assertSafeKey(key: string, path: string): void {
  if (FORBIDDEN_KEYS.has(key)) throw inputInvalid([{ path, message: `Expected another name, but ${key} is reserved.` }]);
  assertSafeText(key, path);
}

function assertSafeText(text: string, path: string): void {
  if (text.includes('\u0000')) throw inputInvalid([{ path, message: 'Expected text without NUL characters, but found one.' }]);
  if (!text.isWellFormed()) throw inputInvalid([{ path, message: 'Expected well-formed Unicode text, but found a lone surrogate.' }]);
}

/** The value as its schema returns it; else INPUT_INVALID (400) with every wrong field. */
export function parseInput(schema: z.ZodType, value: unknown): unknown {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const errors = result.error.issues
    .slice(0, MAX_LISTED_ERRORS)
    .map((issue) => ({ path: issue.path.map(String).join('.'), message: issue.message }));
  throw inputInvalid(errors);
}

/** The refusal of input that does not fit; `errors` names each field. */
export function inputInvalid(errors: readonly FieldProblem[]): HttpProblem {
  const first = errors[0];
  const where = first === undefined || first.path === '' ? '' : `${first.path}: `;
  return new HttpProblem(
    400,
    'INPUT_INVALID',
    `Expected input that fits the description of this operation, but ${where}${first?.message ?? 'it does not'}`,
    { errors },
  );
}
