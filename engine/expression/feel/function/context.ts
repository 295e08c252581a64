import { Misfit } from '../value/fault.ts';
import { isContext } from '../value/type-name.ts';
import type { FeelContext } from '../value/type-name.ts';
import { memberByPath } from './list.ts';
import { as, builtIns, refuse, signature } from './signature.ts';

const context = (value: unknown): FeelContext => (isContext(value) ? value : refuse('context', value));

/** Keys of a path, which is one text or a list of texts. */
const PATH_LIMIT = 64;

function put(target: FeelContext, keys: readonly unknown[], value: unknown): FeelContext {
  const [key, ...rest] = keys;
  if (typeof key !== 'string') return refuse('key', key);
  const member = Object.hasOwn(target, key) ? target[key] : null;
  const inner = rest.length === 0 ? value : put(member === null ? refuse('context under the key', member) : context(member), rest, value);
  return Object.fromEntries([...Object.entries(target).filter(([name]) => name !== key || rest.length >= 0), [key, inner] as const]);
}

function fromEntries(entries: readonly unknown[]): FeelContext {
  const pairs = entries.map((entry): readonly [string, unknown] => {
    if (!isContext(entry) || typeof entry['key'] !== 'string' || !Object.hasOwn(entry, 'value'))
      return refuse('list of contexts with key and value', entry);
    return [entry['key'], entry['value'] ?? null];
  });
  if (new Set(pairs.map(([key]) => key)).size < pairs.length) throw new Misfit('every key once, but found one twice');
  return Object.fromEntries(pairs);
}

/** Context functions (DMN 1.5, 10.3.4.10). */
export const CONTEXT_FUNCTIONS = builtIns({
  'get value': [
    signature('m: context, key: string', ([m, key]) => memberByPath(context(m), [key]) ?? null),
    signature('context: context, keys: list', ([m, keys]) => memberByPath(context(m), as.list(keys)) ?? null),
    signature('m: context, keys: list', ([m, keys]) => memberByPath(context(m), as.list(keys)) ?? null),
  ],
  'get entries': signature('m: context', ([m]) => Object.entries(context(m)).map(([key, value]) => ({ key, value }))),
  context: signature('entries: list', ([entries]) => fromEntries(as.list(entries))),
  'context put': [
    signature('context: context, key: string, value: any', ([target, key, value]) => put(context(target), [key], value ?? null)),
    signature('context: context, keys: list, value: any', ([target, keys, value]) => {
      if (as.list(keys).length === 0 || as.list(keys).length > PATH_LIMIT) return refuse('path of keys', keys);
      return put(context(target), as.list(keys), value ?? null);
    }),
  ],
  'context merge': signature('contexts: list', ([contexts]) =>
    Object.fromEntries(as.list(contexts).flatMap((each) => Object.entries(context(each)))),
  ),
});
