import { FEEL_LIMITS } from '../../limits.ts';
import { memberOf } from '../value/member.ts';
import { isNumber, wholeNumber } from '../value/number.ts';
import { isContext, typeName } from '../value/type-name.ts';
import { inner } from './scope.ts';
import type { Compiled, Scope } from './scope.ts';
import type { Site } from './site.ts';

/** `target.name`: a member, or the members of the items of a list (DMN 1.5, 10.3.2.5). */
export function compilePath(target: Compiled, name: string, isLenient: boolean, site: Site): Compiled {
  const member = (scope: Scope, value: unknown): unknown => {
    if (Array.isArray(value)) {
      scope.run.spend(Math.floor(value.length / FEEL_LIMITS.itemsOfRound));
      return value.map((item) => member(scope, item));
    }
    const found = memberOf(value, name);
    if (found !== undefined) return found;
    return isLenient ? null : site.nothing(scope, `Expected a value with a member "${name}", but found ${describe(value)}`, true);
  };
  return (scope) => member(scope, target(scope));
}

function describe(value: unknown): string {
  if (!isContext(value)) return typeName(value);
  const names = Object.keys(value).slice(0, 10);
  return names.length === 0 ? 'an empty context' : `a context with ${names.map((name) => `"${name}"`).join(', ')}`;
}

/** `target...name`: every member of this name at any depth, parents before children (DMN 1.5, 10.3.2.5). */
export function compileDescendants(target: Compiled, name: string): Compiled {
  return (scope) => {
    const found: unknown[] = [];
    const walk = (value: unknown, nesting: number): void => {
      scope.run.spend(1);
      if (nesting > FEEL_LIMITS.nesting) return;
      if (Array.isArray(value)) for (const item of value) walk(item, nesting + 1);
      if (!isContext(value)) return;
      if (Object.hasOwn(value, name)) found.push(value[name] ?? null);
      for (const member of Object.values(value)) walk(member, nesting + 1);
    };
    walk(target(scope), 0);
    return found;
  };
}

/** The scope in which the condition of a filter is evaluated: the members of the item, and the item as `item`. */
function scopeOfItem(scope: Scope, item: unknown): Scope {
  const itself = inner(scope, { item });
  return isContext(item) ? inner(itself, item) : itself;
}

function atIndex(items: readonly unknown[], at: number | null): unknown {
  if (at === null || at === 0) return null;
  return items[at > 0 ? at - 1 : items.length + at] ?? null;
}

/** `target[condition]`: the items for which the condition is true, or the item at a position that counts from 1, or from -1 at the end. */
export function compileFilter(target: Compiled, condition: Compiled, site: Site): Compiled {
  return (scope) => {
    const value = target(scope);
    if (value === null) return null;
    const items: readonly unknown[] = Array.isArray(value) ? value : [value];
    if (items.length === 0) return isNumber(quietly(condition, scope)) ? null : [];
    const kept: unknown[] = [];
    for (const [place, item] of items.entries()) {
      scope.run.spend(1);
      const answer = condition(scopeOfItem(scope, item));
      if (place === 0 && isNumber(answer)) return atIndex(items, wholeNumber(answer));
      if (answer === true) kept.push(item);
      else if (typeof answer !== 'boolean') site.nothing(scope, `Expected true or false, but found ${typeName(answer)}`);
    }
    return kept;
  };
}

/** The condition for a list without items, where only the question is whether it is a position. */
function quietly(condition: Compiled, scope: Scope): unknown {
  try {
    return condition(inner(scope, { item: null }));
  } catch {
    // A condition that needs an item is no position.
    return null;
  }
}
