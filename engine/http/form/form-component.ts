import type { JsonObject, JsonValue } from '../../model/index.ts';

/** A component of a form-js form, as far as the server looks at it. */
export interface FormComponent {
  readonly type: string;
  readonly key: string | null;
  /** Of groups and lists: where their values lie. */
  readonly path: string | null;
  readonly label: string | null;
  readonly disabled: boolean;
  /** `true` or a FEEL expression. */
  readonly readonly: JsonValue | undefined;
  readonly conditional: JsonObject | null;
  readonly validate: JsonObject;
  readonly defaultValue: JsonValue | undefined;
  /** Choices of select, radio, checklist and taglist: fixed, or from the data by key or expression. */
  readonly values: JsonValue | undefined;
  readonly valuesKey: string | null;
  readonly valuesExpression: string | null;
  readonly subtype: string | null;
  readonly decimalDigits: number | null;
  /** Of `expression` components. */
  readonly expression: string | null;
  readonly components: readonly FormComponent[];
}

/** Components that carry a value of the person. Everything else is shown only. */
const INPUT_TYPES: ReadonlySet<string> = new Set([
  'textfield',
  'textarea',
  'number',
  'checkbox',
  'checklist',
  'radio',
  'select',
  'taglist',
  'datetime',
  'expression',
  'filepicker',
  'hidden',
]);

/** True for components that carry a value. */
export function isInput(component: FormComponent): boolean {
  return INPUT_TYPES.has(component.type);
}

/** Key of a field, path of a group or list; null when its values lie in the enclosing one. */
export function keyOf(component: FormComponent): string | null {
  return component.type === 'group' || component.type === 'dynamiclist' ? component.path : component.key;
}

/** The direct components of a form or container. */
export function componentsOf(container: JsonObject): readonly FormComponent[] {
  const components = container['components'];
  return Array.isArray(components) ? components.filter(isObject).map(read) : [];
}

function read(json: JsonObject): FormComponent {
  const { readonly, defaultValue, values, conditional, validate, decimalDigits, disabled } = json;
  return {
    type: text(json['type']) ?? '',
    key: text(json['key']),
    path: text(json['path']),
    label: text(json['label']),
    disabled: disabled === true,
    readonly,
    conditional: isObject(conditional) ? conditional : null,
    validate: isObject(validate) ? validate : {},
    defaultValue,
    values: values ?? undefined,
    valuesKey: text(json['valuesKey']),
    valuesExpression: text(json['valuesExpression']),
    subtype: text(json['subtype']),
    decimalDigits: typeof decimalDigits === 'number' ? decimalDigits : null,
    expression: text(json['expression']),
    components: componentsOf(json),
  };
}

/** The value at a dotted path of own members; undefined where it ends early. */
export function readAt(container: JsonObject, path: string): JsonValue | undefined {
  let value: JsonValue | undefined = container;
  for (const segment of path.split('.')) {
    if (!isObject(value) || !Object.hasOwn(value, segment)) return undefined;
    value = value[segment];
  }
  return value;
}

/** Sets the value at a dotted path and makes the objects on the way. */
export function writeAt(container: Record<string, JsonValue>, path: string, value: JsonValue): void {
  const segments = path.split('.');
  const last = segments.pop() ?? path;
  let target = container;
  for (const segment of segments) {
    const existing = target[segment];
    const next: Record<string, JsonValue> = isObject(existing) ? { ...existing } : {};
    target[segment] = next;
    target = next;
  }
  target[last] = value;
}

function text(value: JsonValue | undefined): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}

function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
