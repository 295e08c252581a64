import type { JsonObject } from '../../../model/index.ts';
import { attributeOf, descendants } from '../../xml/tree.ts';
import type { XmlElement } from '../../xml/tree.ts';
import { hasExpression, translateTemplate } from '../expression/index.ts';
import type { Translation } from '../translation.ts';

/** Kinds of form-js components by the type of a field. */
const TYPES: Readonly<Record<string, JsonObject>> = {
  string: { type: 'textfield' },
  text: { type: 'textarea' },
  long: { type: 'number', decimalDigits: 0 },
  integer: { type: 'number', decimalDigits: 0 },
  int: { type: 'number', decimalDigits: 0 },
  double: { type: 'number' },
  decimal: { type: 'number' },
  boolean: { type: 'checkbox' },
  date: { type: 'datetime', subtype: 'date' },
  enum: { type: 'select' },
};

/** Rules of a field that form-js has under another name. */
const CONSTRAINTS: Readonly<Record<string, (config: string) => JsonObject | null>> = {
  required: (config) => ({ required: config !== 'false' }),
  minlength: (config) => ({ minLength: Number(config) }),
  maxlength: (config) => ({ maxLength: Number(config) }),
  min: (config) => ({ min: Number(config) }),
  max: (config) => ({ max: Number(config) }),
};

/** The form-js component of one form field or form property, and what is said about it and everything inside it. */
export function formComponents(translation: Translation, owner: XmlElement, field: XmlElement, index: number): JsonObject {
  const key = attributeOf(field, 'variable') ?? attributeOf(field, 'id') ?? `field${index + 1}`;
  const type = attributeOf(field, 'type') ?? 'string';
  const known = Object.hasOwn(TYPES, type) ? TYPES[type] : undefined;
  const base = known ?? { type: 'textfield' };
  const values = field.children.filter((child) => child.local === 'value');
  for (const value of values) translation.say(owner, value, { outcome: 'converted', became: `values: ${attributeOf(value, 'id') ?? ''}` });
  const rules = constraintsOf(translation, owner, field);
  const initial = defaultOf(translation, owner, field, String(base['type']));
  const label = attributeOf(field, 'label') ?? attributeOf(field, 'name') ?? key;
  const became = `${String(base['type'])} "${key}"`;
  translation.say(
    owner,
    field,
    known === undefined ? { outcome: 'approximated', became, advice: 'form-field' } : { outcome: 'converted', became },
  );
  return {
    ...base,
    key,
    ...(base['type'] === 'datetime' ? { dateLabel: label } : { label }),
    id: `Field_${key.replace(/\W/g, '_')}`,
    ...(base['type'] === 'select'
      ? {
          values: values.map((value) => ({
            label: attributeOf(value, 'name') ?? attributeOf(value, 'id') ?? '',
            value: attributeOf(value, 'id') ?? '',
          })),
        }
      : {}),
    ...(rules.isReadonly ? { readonly: true } : {}),
    ...(Object.keys(rules.validate).length === 0 ? {} : { validate: rules.validate }),
    ...(initial === null ? {} : { defaultValue: initial }),
    layout: { row: `Row_${index + 1}`, columns: null },
  };
}

function constraintsOf(
  translation: Translation,
  owner: XmlElement,
  field: XmlElement,
): { readonly validate: JsonObject; readonly isReadonly: boolean } {
  let validate: JsonObject = attributeOf(field, 'required') === 'true' ? { required: true } : {};
  let isReadonly = attributeOf(field, 'writable') === 'false';
  for (const element of descendants(field)) {
    if (element.local !== 'constraint') continue;
    const name = attributeOf(element, 'name') ?? '';
    const config = attributeOf(element, 'config') ?? 'true';
    const rule = Object.hasOwn(CONSTRAINTS, name) ? (CONSTRAINTS[name]?.(config) ?? null) : null;
    if (name === 'readonly') isReadonly = config !== 'false';
    if (rule !== null) validate = { ...validate, ...rule };
    const isKnown = rule !== null || name === 'readonly';
    translation.say(
      owner,
      element,
      isKnown
        ? { outcome: 'converted', became: name === 'readonly' ? 'readonly' : `validate: ${name}` }
        : { outcome: 'attention', advice: 'form-field' },
    );
  }
  return { validate, isReadonly };
}

/** A fixed default of the field's type; an expression is reported, since a form only knows fixed ones. */
function defaultOf(translation: Translation, owner: XmlElement, field: XmlElement, type: string): string | number | boolean | null {
  const source = attributeOf(field, 'defaultValue') ?? attributeOf(field, 'default') ?? attributeOf(field, 'expression');
  if (source === null || source === '') return null;
  if (hasExpression(source)) {
    const result = translateTemplate(source);
    const key = attributeOf(field, 'variable') ?? attributeOf(field, 'id') ?? '';
    if (result.kind === 'translated' && result.feel === key) return null;
    if (result.kind === 'translated' && owner.local === 'userTask') {
      translation.on(owner).putChild('zeebe:ioMapping', 'zeebe:input', { source: `=${result.feel}`, target: key });
      translation.sayExpression(owner, source, field.line, {
        outcome: 'approximated',
        became: `zeebe:input ${key}="=${result.feel}"`,
        advice: 'check',
      });
      return null;
    }
    translation.sayExpression(owner, source, field.line, { outcome: 'attention', advice: 'form-field' });
    return null;
  }
  if (type === 'number') return Number.isNaN(Number(source)) ? null : Number(source);
  return type === 'checkbox' ? source === 'true' : source;
}
