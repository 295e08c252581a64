import type { JsonObject, JsonValue } from '../../model/index.ts';
import { HttpProblem, type FieldProblem } from '../../port/http-problem.ts';
import type { EvaluateFeel } from '../http-services.ts';
import { componentsOf, isInput, keyOf, readAt, type FormComponent, writeAt } from './form-component.ts';
import { checkValue } from './field-rules.ts';
import { createFormExpressions, type FormExpressions } from './form-expressions.ts';

/** Most rows of one list in a form. */
const MAX_LIST_ROWS = 1_000;
/** Deepest nesting of groups and lists. */
const MAX_FORM_DEPTH = 16;

/** A value with the same members that may still be written to; only ever filled from JSON. */
type Draft = Record<string, JsonValue>;

interface FormOptions {
  readonly current?: JsonObject;
  readonly keepsOthers?: boolean;
}

interface Walk {
  readonly expressions: FormExpressions;
  readonly errors: FieldProblem[];
  /** Root members that belong to a component of the form. */
  readonly known: Set<string>;
}

/**
 * What a sent form-js form changes: the values of its visible, editable fields. The browser's word is not taken for anything else:
 * values of hidden, disabled and read-only fields are left out, computed fields are computed again here, and members that no field has
 * are refused. Inside lists read-only members are kept, because they tell which row it is. Without a form everything is accepted.
 *
 * `current` are the variables that the person sees; a field that was not sent counts with its current value. `keepsOthers` takes members
 * without a field over instead of refusing them, for machines that start a process. Refuses with FORM_INVALID (422), one error per
 * field, `path` being the field's key (`lines.0.quantity` inside lists).
 */
export async function acceptForm(
  form: JsonObject | null,
  sent: JsonObject,
  evaluateFeel: EvaluateFeel,
  { current = {}, keepsOthers = false }: FormOptions = {},
): Promise<JsonObject> {
  if (form === null) return sent;
  const fixed = fixedKeys(componentsOf(form));
  const typed = Object.fromEntries(Object.entries(sent).filter(([key]) => !fixed.has(key)));
  const data: JsonObject = { ...current, ...typed };
  const accepted: Draft = {};
  const walk: Walk = { expressions: createFormExpressions(evaluateFeel, data), errors: [], known: new Set() };
  for (const component of componentsOf(form)) await walkComponent(component, '', { data, sent, accepted, walk, depth: 0, inList: false });
  for (const key of Object.keys(sent)) {
    if (walk.known.has(key)) continue;
    if (keepsOthers) accepted[key] = sent[key] ?? null;
    else walk.errors.push({ path: key, message: 'Expected only fields of the form, but the form has no such field.' });
  }
  if (walk.errors.length > 0) {
    throw new HttpProblem(422, 'FORM_INVALID', `Expected a form without errors, but found ${walk.errors.length}.`, { errors: walk.errors });
  }
  return accepted;
}

/** Root fields that nobody can edit; what was sent for them must not decide what the conditions hide. */
function fixedKeys(components: readonly FormComponent[]): ReadonlySet<string> {
  const keys = components.flatMap((component): readonly string[] => {
    const key = keyOf(component);
    if (component.type === 'group' && key === null) return [...fixedKeys(component.components)];
    return key !== null && (component.disabled || component.readonly === true || component.type === 'expression') ? [key] : [];
  });
  return new Set(keys);
}

interface Place {
  /** Values as far as known, sent ones first; what conditions and rules look at. */
  readonly data: JsonObject;
  readonly sent: JsonObject;
  readonly accepted: Draft;
  readonly walk: Walk;
  readonly depth: number;
  readonly inList: boolean;
}

async function walkComponent(component: FormComponent, prefix: string, place: Place): Promise<void> {
  if (place.depth > MAX_FORM_DEPTH)
    throw new HttpProblem(422, 'FORM_INVALID', `Expected at most ${MAX_FORM_DEPTH} levels in the form, but there are more.`);
  const key = keyOf(component);
  if (prefix === '' && key !== null) place.walk.known.add(key.split('.')[0] ?? key);
  if (await place.walk.expressions.isTrue(component.conditional?.['hide'], place.data)) {
    if (key === null) markKnown(component, prefix, place);
    return;
  }
  if (component.type === 'group') await walkGroup(component, prefix, place);
  else if (component.type === 'dynamiclist') await walkList(component, prefix, place);
  else if (isInput(component) && key !== null) await walkField(component, key, prefix, place);
}

/** Fields inside a hidden group without a path of its own belong to the form all the same. */
function markKnown(component: FormComponent, prefix: string, place: Place): void {
  if (prefix !== '') return;
  for (const child of component.components) {
    const key = keyOf(child);
    if (key === null) markKnown(child, prefix, place);
    else place.walk.known.add(key.split('.')[0] ?? key);
  }
}

async function walkGroup(group: FormComponent, prefix: string, place: Place): Promise<void> {
  const path = keyOf(group);
  if (path === null) {
    for (const child of group.components) await walkComponent(child, prefix, { ...place, depth: place.depth + 1 });
    return;
  }
  const accepted: Draft = {};
  const inner = { ...place, data: objectAt(place.data, path), sent: objectAt(place.sent, path), accepted, depth: place.depth + 1 };
  for (const child of group.components) await walkComponent(child, `${prefix}${path}.`, inner);
  if (Object.keys(accepted).length > 0) writeAt(place.accepted, path, accepted);
}

async function walkList(list: FormComponent, prefix: string, place: Place): Promise<void> {
  const path = keyOf(list);
  const rows = path === null ? undefined : readAt(place.sent, path);
  if (path === null || rows === undefined || rows === null) return;
  if (!Array.isArray(rows) || rows.length > MAX_LIST_ROWS) {
    place.walk.errors.push({
      path: `${prefix}${path}`,
      message: `Expected a list of at most ${MAX_LIST_ROWS} rows, but found something else.`,
    });
    return;
  }
  const acceptedRows: JsonObject[] = [];
  for (const [index, row] of rows.entries()) {
    const sent = isObject(row) ? row : {};
    const accepted: Draft = {};
    for (const child of list.components) {
      await walkComponent(child, `${prefix}${path}.${index}.`, {
        ...place,
        data: sent,
        sent,
        accepted,
        depth: place.depth + 1,
        inList: true,
      });
    }
    acceptedRows.push(accepted);
  }
  writeAt(place.accepted, path, acceptedRows);
}

async function walkField(field: FormComponent, key: string, prefix: string, place: Place): Promise<void> {
  const { expressions, errors } = place.walk;
  if (field.type === 'expression') {
    const value = await expressions.valueOf(field.expression, place.data);
    if (value !== undefined) writeAt(place.accepted, key, value);
    return;
  }
  const isFixed = field.disabled || (await expressions.isTrue(field.readonly, place.data));
  if (isFixed) {
    keepFixed(field, key, place);
    return;
  }
  for (const message of await checkValue(field, readAt(place.data, key), expressions, place.data))
    errors.push({ path: `${prefix}${key}`, message });
  const value = readAt(place.sent, key);
  if (value !== undefined) writeAt(place.accepted, key, value);
}

/** A field that nobody can edit: its default where nothing is there yet; inside a list what was sent. */
function keepFixed(field: FormComponent, key: string, place: Place): void {
  const value = place.inList ? readAt(place.sent, key) : undefined;
  const kept = value ?? (readAt(place.data, key) === undefined ? field.defaultValue : undefined);
  if (kept !== undefined) writeAt(place.accepted, key, kept);
}

function objectAt(container: JsonObject, path: string): JsonObject {
  const value = readAt(container, path);
  return isObject(value) ? value : {};
}

function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
