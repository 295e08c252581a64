import { Decimal } from 'decimal.js';
import type { JsonObject, JsonValue } from '../../model/index.ts';
import { readAt, type FormComponent } from './form-component.ts';
import type { FormExpressions } from './form-expressions.ts';
import { matchesPattern } from './pattern.ts';

/** Longest text of any field without a length of its own. */
const MAX_TEXT_LENGTH = 100_000;
const EMAIL = /^[^\s@]{1,64}@[^\s@]{1,190}\.[^\s@.]{2,60}$/u;
const PHONE = /^\+?\d{6,15}$/u;
const DATE = /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/u;
const TIME = /^([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})?$/u;

type Rules = Readonly<Record<(typeof RULES)[number], JsonValue | undefined>>;
const RULES = ['required', 'minLength', 'maxLength', 'pattern', 'patternErrorMessage', 'validationType', 'min', 'max'] as const;

/** What is wrong with the value of a field; empty when nothing is. The rules are those of form-js (`validate` of a component). */
export async function checkValue(
  field: FormComponent,
  value: JsonValue | undefined,
  expressions: FormExpressions,
  data: JsonObject,
): Promise<readonly string[]> {
  const rules = await rulesOf(field, expressions, data);
  if (isUnset(field, value)) return rules.required === true ? ['Expected a value, but the field is empty.'] : [];
  if (value === undefined || value === null || value === '') return [];
  const wrongType = checkType(field, value, await choicesOf(field, expressions, data));
  if (wrongType !== null) return [wrongType];
  return [...checkText(field, value, rules), ...checkNumber(field, value, rules)];
}

/** The rules of the field with their expressions evaluated. */
async function rulesOf(field: FormComponent, expressions: FormExpressions, data: JsonObject): Promise<Rules> {
  const values = await Promise.all(RULES.map(async (name) => [name, await expressions.valueOf(field.validate[name], data)] as const));
  return Object.fromEntries(values) as Rules; // One entry for each name of RULES.
}

function isUnset(field: FormComponent, value: JsonValue | undefined): boolean {
  if (value === undefined || value === null || value === '') return true;
  if (field.type === 'checkbox') return value === false;
  return Array.isArray(value) && value.length === 0;
}

function checkType(field: FormComponent, value: JsonValue, choices: readonly JsonValue[] | null): string | null {
  switch (field.type) {
    case 'textfield':
    case 'textarea':
      return typeof value === 'string' && value.length <= MAX_TEXT_LENGTH ? null : `Expected a text, but found ${kindOf(value)}.`;
    case 'number':
      return toDecimal(value) === null ? `Expected a number, but found ${kindOf(value)}.` : null;
    case 'checkbox':
      return typeof value === 'boolean' ? null : `Expected yes or no, but found ${kindOf(value)}.`;
    case 'datetime':
      return checkDateTime(field, value);
    case 'radio':
    case 'select':
      return checkChoices([value], choices);
    case 'checklist':
    case 'taglist':
      return Array.isArray(value) ? checkChoices(value, choices) : `Expected a list of choices, but found ${kindOf(value)}.`;
    default:
      return null;
  }
}

function checkText(field: FormComponent, value: JsonValue, rules: Rules): readonly string[] {
  if (typeof value !== 'string' || (field.type !== 'textfield' && field.type !== 'textarea')) return [];
  const errors: string[] = [];
  const { minLength, maxLength, pattern, patternErrorMessage: custom, validationType } = rules;
  const length = value.trim().length;
  if (typeof minLength === 'number' && length < minLength) errors.push(`Expected at least ${minLength} characters, but found ${length}.`);
  if (typeof maxLength === 'number' && length > maxLength) errors.push(`Expected at most ${maxLength} characters, but found ${length}.`);
  if (typeof pattern === 'string' && !matchesPattern(pattern, value)) {
    errors.push(typeof custom === 'string' ? custom : `Expected text that fits the pattern ${pattern}.`);
  }
  if (validationType === 'email' && !EMAIL.test(value)) errors.push('Expected an e-mail address.');
  if (validationType === 'phone' && !PHONE.test(value)) errors.push('Expected a phone number such as +4930664040900.');
  return errors;
}

function checkNumber(field: FormComponent, value: JsonValue, rules: Rules): readonly string[] {
  const number = field.type === 'number' ? toDecimal(value) : null;
  if (number === null) return [];
  const errors: string[] = [];
  const [min, max] = [toDecimal(rules.min), toDecimal(rules.max)];
  if (min !== null && number.lessThan(min)) errors.push(`Expected at least ${min.toFixed()}, but found ${number.toFixed()}.`);
  if (max !== null && number.greaterThan(max)) errors.push(`Expected at most ${max.toFixed()}, but found ${number.toFixed()}.`);
  if (field.decimalDigits !== null && number.decimalPlaces() > field.decimalDigits)
    errors.push(`Expected at most ${field.decimalDigits} decimal digits, but found ${number.toFixed()}.`);
  return errors;
}

/** Exact, so that 0.1 and "0.10" are told apart from what floating point makes of them. */
function toDecimal(value: JsonValue | undefined): Decimal | null {
  if (typeof value === 'number') return Number.isFinite(value) ? new Decimal(value) : null;
  if (typeof value !== 'string' || !/^-?\d{1,30}(\.\d{1,30})?$/u.test(value)) return null;
  return new Decimal(value);
}

function checkDateTime(field: FormComponent, value: JsonValue): string | null {
  if (typeof value !== 'string') return `Expected a date or time, but found ${kindOf(value)}.`;
  const [date = '', time] = value.split('T', 2);
  switch (field.subtype) {
    case 'time':
      return TIME.test(value) ? null : 'Expected a time such as 14:30.';
    case 'datetime':
      return isDate(date) && time !== undefined && TIME.test(time) ? null : 'Expected a date and time such as 2026-11-21T14:30.';
    default:
      return isDate(value) ? null : 'Expected a date such as 2026-11-21.';
  }
}

/** A date of the calendar: `2026-02-30` is none. */
function isDate(text: string): boolean {
  return DATE.test(text) && new Date(`${text}T00:00:00Z`).toISOString().startsWith(text);
}

/** Null: the choices are not known here, so anything goes. */
async function choicesOf(field: FormComponent, expressions: FormExpressions, data: JsonObject): Promise<readonly JsonValue[] | null> {
  const source =
    field.values ??
    (field.valuesKey === null ? undefined : readAt(data, field.valuesKey)) ??
    (await expressions.valueOf(field.valuesExpression, data));
  if (!Array.isArray(source)) return null;
  return source.map((choice: JsonValue) =>
    typeof choice === 'object' && choice !== null && !Array.isArray(choice) ? ((choice as JsonObject)['value'] ?? null) : choice,
  );
}

function checkChoices(values: readonly JsonValue[], choices: readonly JsonValue[] | null): string | null {
  if (choices === null) return null;
  const known = new Set(choices.map((choice) => JSON.stringify(choice)));
  const unknown = values.find((value) => !known.has(JSON.stringify(value)));
  return unknown === undefined ? null : `Expected one of the choices, but found ${JSON.stringify(unknown).slice(0, 100)}.`;
}

function kindOf(value: JsonValue): string {
  if (value === null) return 'nothing';
  return Array.isArray(value) ? 'a list' : typeof value;
}
