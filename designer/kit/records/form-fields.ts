import type { FormSchema, Json } from '../api/types.ts';

/** One entry of a list to choose from. */
export interface Option {
  readonly value: string;
  readonly label: string;
}

/** What each list offers, by the key of its field; undefined leaves the field as it is. */
export type Options = Readonly<Record<string, readonly Option[] | undefined>>;

/** The fields of a form that name a type of records, by key. */
export function referencesIn(schema: FormSchema): readonly { readonly key: string; readonly type: string }[] {
  return componentsOf(schema).flatMap((component) => {
    const type = propertiesOf(component)['reference'];
    const key = component['key'];
    return typeof type === 'string' && typeof key === 'string' ? [{ key, type }] : [];
  });
}

/** Replaces fields by lists with the given options, by key. */
export function withOptions(schema: FormSchema, options: Options): FormSchema {
  return {
    ...schema,
    components: componentsOf(schema).map((component) => {
      const offered = options[String(component['key'])];
      if (offered === undefined) return component;
      return { ...component, type: 'select', searchable: true, values: offered, validate: { required: isRequired(component) } };
    }),
  };
}

function componentsOf(schema: FormSchema): readonly Json[] {
  const components = schema['components'];
  return Array.isArray(components) ? components.filter(isJson) : [];
}

function propertiesOf(component: Json): Json {
  const properties = component['properties'];
  return isJson(properties) ? properties : {};
}

function isRequired(component: Json): boolean {
  const validate = component['validate'];
  return isJson(validate) && validate['required'] === true;
}

function isJson(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
