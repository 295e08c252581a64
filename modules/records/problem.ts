import { HttpProblem, type FieldProblem } from '../../engine/port/http-problem.ts';
import { BusinessError } from '../../engine/port/module-contract.ts';
import type { z } from 'zod';

/** Most wrong fields listed in one refusal. */
const MAX_LISTED = 50;

/** Input that does not fit, field by field. */
export function invalid(errors: readonly FieldProblem[]): HttpProblem {
  const first = errors[0];
  return new HttpProblem(
    422,
    'VALIDATION_FAILED',
    first === undefined ? 'Expected values that fit the fields, but they do not.' : first.message,
    { errors: errors.slice(0, MAX_LISTED) },
  );
}

/** The value as its schema returns it; else 422 with every wrong field. `prefix` is the path of the value in the body. */
export function parseValues<Value>(schema: z.ZodType<Value>, value: unknown, prefix = ''): Value {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw invalid(
    result.error.issues.flatMap((issue) => {
      const names = issue.code === 'unrecognized_keys' ? issue.keys : [issue.path.map(String).join('.')];
      return names.map((name) => ({
        path: `${prefix}${name}`,
        message:
          issue.code === 'unrecognized_keys'
            ? `Expected a field that can be edited, but found ${name}.`
            : `Expected ${name} to fit its field, but: ${issue.message}.`,
      }));
    }),
  );
}

/** Classes of database errors that mean "these values are wrong", by SQLSTATE. */
const WRONG_VALUE: Readonly<Record<string, string>> = {
  '22001': 'the text is too long',
  '22003': 'the number is out of range',
  '22P02': 'the value has a wrong form',
  '22007': 'the date has a wrong form',
  '22008': 'the date is out of range',
  '23502': 'a value is missing',
  '23503': 'the record it refers to does not exist',
  '23505': 'another record has the same value',
  '23514': 'the values contradict a rule',
  '23P01': 'another record overlaps with it',
};
/** Refusals raised by the business triggers of the modules themselves carry a message for people. */
const BUSINESS_STATE = /^LW[A-Z]{3}$/u;

/** What the failure of a save means to its caller: a business refusal or a violated constraint is wrong input, the rest is passed on. */
export function asSaveProblem(error: unknown, prefix = ''): unknown {
  if (error instanceof BusinessError) {
    const field = typeof error.details['field'] === 'string' ? error.details['field'] : fieldOf(error.code);
    return new HttpProblem(422, 'VALIDATION_FAILED', error.message, {
      errors: [{ path: `${prefix}${field}`, message: error.message }],
      members: { refusal: error.code, details: error.details },
    });
  }
  if (!isDatabaseError(error)) return error;
  if (BUSINESS_STATE.test(error.code)) return invalid([{ path: prefix, message: error.message }]);
  const meaning = WRONG_VALUE[error.code];
  if (meaning === undefined) return error;
  const where = error.column ?? error.constraint ?? '';
  return invalid([
    {
      path: `${prefix}${camelCase(error.column ?? '')}`,
      message: `Expected values that can be saved, but ${meaning}${where === '' ? '' : ` (${where})`}.`,
    },
  ]);
}

/** The field a refusal is shown at when it does not say so itself. */
function fieldOf(code: string): string {
  return (
    { INEXACT_QTY: 'quantity', UOM_INVALID: 'uom', PRICE_MISSING: 'itemId', TAX_UNDEFINED: 'itemId', ITEM_BLOCKED: 'itemId' }[code] ?? ''
  );
}

function camelCase(column: string): string {
  return column.replaceAll(/_([a-z])/gu, (_match, letter: string) => letter.toUpperCase());
}

function isDatabaseError(
  error: unknown,
): error is Error & { readonly code: string; readonly column?: string; readonly constraint?: string } {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' && error.code.length === 5;
}
