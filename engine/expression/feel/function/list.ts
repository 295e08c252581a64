import { FEEL_LIMITS } from '../../limits.ts';
import type { FeelRun } from '../run/scope.ts';
import { equal, order } from '../value/compare.ts';
import { Misfit } from '../value/fault.ts';
import { FeelFunction } from '../value/function.ts';
import { isNumber, wholeNumber } from '../value/number.ts';
import { isContext } from '../value/type-name.ts';
import { memberOf } from '../value/member.ts';
import { as, builtIns, refuse, signature } from './signature.ts';
import { index } from './numeric.ts';

/** A list that is not longer than an expression may make. */
export function bounded(list: readonly unknown[]): readonly unknown[] {
  if (list.length > FEEL_LIMITS.listLength) throw new Misfit(`a list of at most ${FEEL_LIMITS.listLength} items, but found a longer one`);
  return list;
}

export const isSame = (a: unknown, b: unknown): boolean => equal(a, b) === true;

/** A position as FEEL counts, from 1 or from -1 at the end, as an index. @throws Misfit outside the list */
function place(position: unknown, length: number): number {
  const at = index(position);
  const found = at > 0 ? at - 1 : length + at;
  return at !== 0 && found >= 0 && found < length ? found : refuse(`position from 1 to ${length}`, position);
}

function sublist(list: readonly unknown[], start: unknown, length: unknown): readonly unknown[] {
  const from = place(start, list.length);
  if (length === undefined) return list.slice(from);
  const count = wholeNumber(length);
  return count !== null && count >= 0 && from + count <= list.length
    ? list.slice(from, from + count)
    : refuse('length inside the list', length);
}

/** Distinct items; texts and numbers are found at once, anything else by comparison. */
function distinct(list: readonly unknown[], run: FeelRun): readonly unknown[] {
  const plain = new Set<unknown>();
  const others: unknown[] = [];
  return list.filter((item) => {
    if (typeof item === 'string' || typeof item === 'boolean' || (typeof item === 'number' && Number.isInteger(item)) || item === null) {
      if (plain.has(item)) return false;
      plain.add(item);
      return true;
    }
    run.spend(others.length + 1);
    if (others.some((other) => isSame(other, item))) return false;
    others.push(item);
    return true;
  });
}

function flattened(list: readonly unknown[], into: unknown[] = []): readonly unknown[] {
  for (const item of list) {
    if (Array.isArray(item)) flattened(item, into);
    else into.push(item);
  }
  return bounded(into);
}

/** The least (`-1`) or greatest (`1`) item; null of no items. */
function extreme(list: readonly unknown[], direction: 1 | -1): unknown {
  let best: unknown = null;
  for (const [at, item] of list.entries()) {
    if (at === 0 && order(item, item) !== null) best = item;
    const difference = order(item, best);
    if (difference === null) return refuse('list of items that can be compared', item);
    if (difference * direction > 0) best = item;
  }
  return best;
}

/** A function that takes an item and something to hold it against. @throws Misfit for one with other parameters */
function ofTwo(value: FeelFunction): FeelFunction {
  return value.parameters.length === 2 ? value : refuse('function of two parameters', value);
}

function sorted(list: readonly unknown[], precedes: unknown, run: FeelRun): readonly unknown[] {
  run.spend(list.length);
  const own = precedes instanceof FeelFunction ? ofTwo(precedes) : null;
  const isBefore = (a: unknown, b: unknown): boolean => {
    if (own !== null) return own.invoke([a, b]) === true;
    return (order(a, b) ?? refuse('list of items that can be compared', a)) < 0;
  };
  return list.toSorted((a, b) => (isBefore(a, b) ? -1 : isBefore(b, a) ? 1 : 0));
}

function removed(list: readonly unknown[], position: unknown): readonly unknown[] {
  return list.toSpliced(place(position, list.length), 1);
}

function inserted(list: readonly unknown[], position: unknown, item: unknown): readonly unknown[] {
  return bounded(list.toSpliced(place(position, list.length), 0, item));
}

/** `list replace` by position, or by a function of an item and the new item that says whether it is replaced. */
function replaced(list: readonly unknown[], where: unknown, item: unknown): readonly unknown[] {
  if (!(where instanceof FeelFunction)) return list.with(place(where, list.length), item);
  const match = ofTwo(where);
  return list.map((each) => {
    const isMatch = match.invoke([each, item]);
    if (typeof isMatch !== 'boolean') return refuse('match function that says true or false', isMatch);
    return isMatch ? item : each;
  });
}

function partitioned(list: readonly unknown[], size: unknown): readonly unknown[] {
  const count = index(size);
  if (count <= 0) return refuse('size above 0', size);
  return Array.from({ length: Math.ceil(list.length / count) }, (_, at) => list.slice(at * count, (at + 1) * count));
}

/** `all` (decisive false) and `any` (decisive true) by three-valued logic. */
function logic(list: readonly unknown[], decisive: boolean): boolean | null {
  if (list.includes(decisive)) return decisive;
  return list.every((item) => item === !decisive) ? !decisive : null;
}

const positions = (list: readonly unknown[], match: unknown): readonly number[] =>
  list.flatMap((item, at) => (isSame(item, match) ? [at + 1] : []));

const concatenated = (lists: readonly unknown[]): readonly unknown[] =>
  bounded(lists.flatMap((list) => (Array.isArray(list) ? list : [list])));

/** List functions (DMN 1.5, 10.3.4.4, those over numbers apart), boolean `not`, and `partition`, `is empty` and `duplicate values` of the field. */
export const LIST_FUNCTIONS = builtIns({
  'list contains': signature('list: list, element: any', ([list, element]) => as.list(list).some((item) => isSame(item, element ?? null))),
  count: signature('list: list', ([list]) => as.list(list).length),
  min: signature('...list: any', ([list]) => extreme(as.list(list), -1)),
  max: signature('...list: any', ([list]) => extreme(as.list(list), 1)),
  all: signature('...list: any', ([list]) => logic(as.list(list), false)),
  any: signature('...list: any', ([list]) => logic(as.list(list), true)),
  and: signature('...list: any', ([list]) => logic(as.list(list), false)),
  or: signature('...list: any', ([list]) => logic(as.list(list), true)),
  sublist: signature('list: list, start position: number, length?: number', ([list, start, length]) =>
    sublist(as.list(list), start, length),
  ),
  append: signature('list: list, ...item: any', ([list, items]) => bounded([...as.list(list), ...as.list(items)])),
  concatenate: signature('...list: any', ([lists]) => concatenated(as.list(lists))),
  'insert before': signature('list: list, position: number, newItem: any', ([list, position, item]) =>
    inserted(as.list(list), position, item ?? null),
  ),
  remove: signature('list: list, position: number', ([list, position]) => removed(as.list(list), position)),
  'list replace': [
    signature('list: list, position: number, newItem: any', ([list, position, item]) => replaced(as.list(list), position, item ?? null)),
    signature('list: list, match: function, newItem: any', ([list, match, item]) => replaced(as.list(list), match, item ?? null)),
  ],
  reverse: signature('list: list', ([list]) => as.list(list).toReversed()),
  'index of': signature('list: list, match: any', ([list, match]) => positions(as.list(list), match ?? null)),
  union: signature('...list: any', ([lists], run) => distinct(concatenated(as.list(lists)), run)),
  'distinct values': signature('list: list', ([list], run) => distinct(as.list(list), run)),
  'duplicate values': signature('list: list', ([list], run) =>
    distinct(as.list(list), run).filter((item) => as.list(list).filter((other) => isSame(item, other)).length > 1),
  ),
  flatten: signature('list: list', ([list]) => flattened(as.list(list))),
  sort: signature('list: list, precedes?: function', ([list, precedes], run) => sorted(as.list(list), precedes, run)),
  partition: signature('list: list, size: number', ([list, size]) => partitioned(as.list(list), size)),
  'is empty': signature('list: list', ([list]) => as.list(list).length === 0),
  not: signature('negand: boolean', ([negand]) => negand !== true),
});

/** A member of a context by its keys, one after the other; undefined when there is none. */
export function memberByPath(context: unknown, keys: readonly unknown[]): unknown {
  return keys.reduce<unknown>((value, key) => (isContext(value) && typeof key === 'string' ? memberOf(value, key) : undefined), context);
}

export const isNumeric = (list: readonly unknown[]): boolean => list.every(isNumber);
