import type { FormSchema, Json } from '../api/types.ts';

/** Members of a form component that people read. */
const readMembers = new Set([
  'label',
  'dateLabel',
  'timeLabel',
  'description',
  'text',
  'placeholder',
  'patternErrorMessage',
  'prefixAdorner',
  'suffixAdorner',
  'title',
]);

/** Forms nest groups and lists; deeper than this is no form people fill in. */
const DEEPEST_NESTING = 12;

/**
 * Gives a form in a language. A form may carry `translations`: per language code, each text of the form and its translation. What
 * has no translation stays as it was written.
 */
export function translateForm(schema: FormSchema, language: string): FormSchema {
  const translations = asObject(asObject(schema['translations'])?.[language]);
  if (translations === undefined) return schema;
  // The walk keeps objects objects.
  return walk(schema, translations, 0) as FormSchema;
}

function walk(value: unknown, translations: Json, depth: number): unknown {
  if (depth > DEEPEST_NESTING) return value;
  if (Array.isArray(value)) return value.map((item) => walk(item, translations, depth + 1));
  const object = asObject(value);
  if (object === undefined) return value;
  return Object.fromEntries(
    Object.entries(object).map(([name, member]) => {
      if (name === 'translations') return [name, member];
      if (typeof member === 'string' && readMembers.has(name)) return [name, textOr(translations[member], member)];
      return [name, walk(member, translations, depth + 1)];
    }),
  );
}

function asObject(value: unknown): Json | undefined {
  // Narrowed to a non-array object, whose members are unknown.
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : undefined;
}

function textOr(value: unknown, otherwise: string): string {
  return typeof value === 'string' && value !== '' ? value : otherwise;
}
