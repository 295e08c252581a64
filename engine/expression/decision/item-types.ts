import { builtInType, coerce, FeelFunction, FeelRun, isContext, parseTemporal, typeName, UNFIT } from '../feel/index.ts';
import type { NamedTypes } from '../feel/index.ts';
import type { DecisionModel, ItemType, TypeReference } from './decision-model.ts';
import type { ModelSet } from './model-set.ts';

/** Nesting of types in types; a type that contains itself ends here. */
const NESTING_LIMIT = 32;

const TEMPORAL: ReadonlySet<string> = new Set([
  'date',
  'time',
  'date and time',
  'days and time duration',
  'years and months duration',
  'duration',
]);

/** Types of one model: conformance and the implicit conversions of DMN 1.5, 10.3.2.9. */
export class TypeBook {
  readonly #set: ModelSet;
  readonly #model: DecisionModel;
  readonly #now: string;

  constructor(set: ModelSet, model: DecisionModel, now: string) {
    this.#set = set;
    this.#model = model;
    this.#now = now;
  }

  /** Conformance for `instance of`, parameters and results inside FEEL. */
  get named(): NamedTypes {
    return (name) => {
      const found = this.#find(name);
      return found === null ? null : (value) => value !== null && found.book.#item(value, found.item, false, 0) === value;
    };
  }

  /** Whether the name is a type: built-in, of this model, or of an imported one. */
  knows(type: string): boolean {
    return builtInType(type) !== null || this.#find(type) !== null;
  }

  /** The function type behind a name; null for any other type. */
  functionType(type: TypeReference): ItemType['functionType'] {
    return type === null ? null : (this.#find(type)?.item.functionType ?? null);
  }

  /**
   * The value as one of the type, by the implicit conversions; `UNFIT` when it does not fit. With `isJson` texts become dates, times and durations where
   * the type says so. Null fits every type.
   */
  fit(value: unknown, type: TypeReference, isJson: boolean, nesting = 0): unknown {
    if (value === null || value === undefined) return null;
    if (type === null || nesting > NESTING_LIMIT) return value;
    const found = this.#find(type);
    if (found !== null) return found.book.#item(value, found.item, isJson, nesting);
    const builtIn = builtInType(type);
    if (builtIn === null) return value;
    if (isJson && TEMPORAL.has(builtIn) && typeof value === 'string') return this.#temporal(value, builtIn);
    if (isJson && TEMPORAL.has(builtIn) && Array.isArray(value) && value.length === 1) return this.fit(value[0], type, true, nesting + 1);
    return coerce(value, { kind: 'named', name: type }, () => null);
  }

  #temporal(text: string, type: string): unknown {
    const value = parseTemporal(text);
    return value === null ? UNFIT : coerce(value, { kind: 'named', name: type }, () => null);
  }

  #find(type: string): { readonly item: ItemType; readonly book: TypeBook } | null {
    const name = type.trim();
    const own = Object.hasOwn(this.#model.itemTypes, name) ? this.#model.itemTypes[name] : undefined;
    if (own !== undefined) return { item: own, book: this };
    for (const each of this.#model.imports) {
      const prefix = each.name === '' ? '' : `${each.name}.`;
      const model = name.startsWith(prefix) ? this.#set.imported(each.namespace) : null;
      const rest = name.slice(prefix.length);
      if (model === null || model === this.#model) continue;
      const item = Object.hasOwn(model.itemTypes, rest) ? model.itemTypes[rest] : undefined;
      if (item !== undefined) return { item, book: new TypeBook(this.#set, model, this.#now) };
    }
    // `ns:tType`, as files of DMN 1.1 write it.
    const local = name.includes(':') ? name.slice(name.lastIndexOf(':') + 1) : null;
    return local === null || builtInType(name) !== null ? null : this.#find(local);
  }

  #item(value: unknown, item: ItemType, isJson: boolean, nesting: number): unknown {
    if (item.functionType !== null) return value instanceof FeelFunction ? value : UNFIT;
    const fitted = item.isCollection ? this.#collection(value, item, isJson, nesting) : this.#single(value, item, isJson, nesting);
    if (fitted === UNFIT || fitted === null || item.typeConstraint === null) return fitted;
    return this.#passes(item.typeConstraint, fitted) ? fitted : UNFIT;
  }

  #collection(value: unknown, item: ItemType, isJson: boolean, nesting: number): unknown {
    const members: readonly unknown[] = Array.isArray(value) ? value : [value];
    const fitted = members.map((member) => (member === null ? null : this.#one(member, item, isJson, nesting)));
    if (fitted.includes(UNFIT)) return UNFIT;
    return Array.isArray(value) && fitted.every((member, index) => member === value[index]) ? value : fitted;
  }

  #single(value: unknown, item: ItemType, isJson: boolean, nesting: number): unknown {
    const fitted = this.#one(value, item, isJson, nesting);
    if (fitted !== UNFIT || !Array.isArray(value) || value.length !== 1) return fitted;
    return this.#one(value[0], item, isJson, nesting);
  }

  #one(value: unknown, item: ItemType, isJson: boolean, nesting: number): unknown {
    const fitted = item.components.length > 0 ? this.#members(value, item, isJson, nesting) : this.#base(value, item, isJson, nesting + 1);
    if (fitted === UNFIT || fitted === null || item.allowedValues === null) return fitted;
    return this.#passes(item.allowedValues, fitted) ? fitted : UNFIT;
  }

  /** The value as one of the base type; allowed values of the type stand in the place of those of its base. */
  #base(value: unknown, item: ItemType, isJson: boolean, nesting: number): unknown {
    const found = item.allowedValues === null || item.base === null ? null : this.#find(item.base);
    if (found === null) return this.fit(value, item.base, isJson, nesting);
    return found.book.#item(value, { ...found.item, allowedValues: null }, isJson, nesting);
  }

  #members(value: unknown, item: ItemType, isJson: boolean, nesting: number): unknown {
    if (!isContext(value) || nesting > NESTING_LIMIT) return UNFIT;
    const changed: Record<string, unknown> = {};
    for (const component of item.components) {
      const member = Object.hasOwn(value, component.name) ? value[component.name] : undefined;
      // What JSON leaves out is null; a context of FEEL must have all members of its type.
      if (member === undefined && !isJson) return UNFIT;
      const fitted = member === undefined || member === null ? null : this.#item(member, component, isJson, nesting + 1);
      if (fitted === UNFIT) return UNFIT;
      if (fitted !== member) changed[component.name] = fitted;
    }
    return Object.keys(changed).length === 0 ? value : { ...value, ...changed };
  }

  #passes(tests: string, value: unknown): boolean {
    const run = new FeelRun({ isStrict: false, now: this.#now, types: this.named });
    return this.#set.tests(tests)({ values: {}, outer: null, run }, value) === true;
  }
}

/** A value as a message names it. */
export const describe = (value: unknown): string => (typeof value === 'string' ? `"${value}"` : `a ${typeName(value)}`);
