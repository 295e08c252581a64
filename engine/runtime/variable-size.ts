import type { Decision, Rejection } from '../kernel/decide.ts';
import type { JsonObject } from '../model/index.ts';
import type { InstanceRecord, InstanceState } from '../state/index.ts';

/** Code of a command that would make the variables of an instance larger than they may be. */
export const VARIABLES_TOO_LARGE = 'VARIABLES_TOO_LARGE';

/** Scopes do not change, they are replaced; so each is measured once. */
const sizes = new WeakMap<JsonObject, number>();

function sizeOf(scope: JsonObject): number {
  const known = sizes.get(scope);
  if (known !== undefined) return known;
  const size = JSON.stringify(scope).length;
  sizes.set(scope, size);
  return size;
}

const totalOf = ({ variables }: InstanceState): number => Object.values(variables).reduce((sum, scope) => sum + sizeOf(scope), 0);

/**
 * A rejection when a decision sets variables, and all of the instance together have more than `limit` characters of JSON and more than before;
 * else null. So what is too large already, from a time with another limit, can go on and shrink.
 */
export function excessOfVariables(before: InstanceState | null, { records, state }: Decision, limit: number): Rejection | null {
  if (!records.some(setsVariables)) return null;
  const size = totalOf(state);
  if (size <= limit || (before !== null && size <= totalOf(before))) return null;
  const message = `Expected at most ${limit} characters of variables in an instance, but this would make ${size}.`;
  return { kind: 'rejected', code: VARIABLES_TOO_LARGE, message };
}

const setsVariables = (record: InstanceRecord): boolean => record.kind === 'variablesSet';
