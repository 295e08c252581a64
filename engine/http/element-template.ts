import type { JsonObject, JsonValue } from '../model/index.ts';
import type { OperationDescription } from '../port/module-contract.ts';
import { operationIcon } from './operation-icon.ts';
import { jsonSchemaOf } from './operation-registry.ts';

const SCHEMA = 'https://unpkg.com/@camunda/zeebe-element-templates-json-schema/resources/schema.json';
const GROUPS = [
  { id: 'input', label: 'Input' },
  { id: 'output', label: 'Output' },
] as const;
/** Names of modules as people write them. */
const CATEGORY_NAMES: Readonly<Record<string, string>> = { crm: 'CRM', erp: 'ERP' };

/**
 * The operation as an element template for service tasks (Camunda element templates, zeebe bindings): the task type is fixed, every
 * input member is a typed `zeebe:input`, every output member may be mapped to a variable.
 */
export function elementTemplate(operation: OperationDescription): JsonObject {
  const [module = ''] = operation.topic.split('.');
  return {
    $schema: SCHEMA,
    name: operation.title.en,
    id: `lanework.${operation.topic}`,
    version: 1,
    description: describe(operation),
    category: { id: module, name: CATEGORY_NAMES[module] ?? module },
    appliesTo: ['bpmn:Task'],
    elementType: { value: 'bpmn:ServiceTask' },
    icon: { contents: operationIcon(operation.icon) },
    groups: GROUPS.map((group) => ({ ...group })),
    properties: [
      { type: 'Hidden', value: operation.topic, binding: { type: 'zeebe:taskDefinition', property: 'type' } },
      ...inputProperties(jsonSchemaOf(operation.input, 'input')),
      ...outputProperties(jsonSchemaOf(operation.output, 'output')),
    ],
  };
}

function describe(operation: OperationDescription): string {
  const errors = operation.errors.map((error) => error.code).join(', ');
  const compensation = operation.compensation === undefined ? '' : ` Undone by ${operation.compensation}.`;
  return `${operation.description.en}${errors === '' ? '' : ` May raise: ${errors}.`}${compensation}`;
}

/** A required member starts with the variable of the same name; an optional one stays out of the diagram until somebody fills it in. */
function inputProperties(schema: JsonObject): readonly JsonObject[] {
  const required = stringsIn(schema['required']);
  return Object.entries(membersOf(schema)).map(([name, member]) => {
    const isRequired = required.includes(name);
    return {
      label: labelFor(name, member),
      ...descriptionOf(member),
      group: 'input',
      ...inputType(member),
      ...(isRequired ? { value: `=${name}`, constraints: { notEmpty: true } } : { optional: true }),
      binding: { type: 'zeebe:input', name },
    };
  });
}

function outputProperties(schema: JsonObject): readonly JsonObject[] {
  return Object.entries(membersOf(schema)).map(([name, member]) => ({
    label: `${labelFor(name, member)}: variable`,
    ...descriptionOf(member),
    group: 'output',
    type: 'String',
    optional: true,
    binding: { type: 'zeebe:output', source: `=${name}` },
  }));
}

/** Texts and numbers may be typed in or computed; everything with an inner structure is an expression. */
function inputType(member: JsonObject): { readonly type: string; readonly feel: string } {
  switch (member['type']) {
    case 'number':
    case 'integer':
      return { type: 'Number', feel: 'optional' };
    case 'boolean':
      return { type: 'Boolean', feel: 'optional' };
    case 'array':
    case 'object':
      return { type: 'Text', feel: 'required' };
    default:
      return { type: 'String', feel: 'optional' };
  }
}

/** `customerId` becomes `Customer id`. */
function labelFor(name: string, member: JsonObject): string {
  if (typeof member['title'] === 'string') return member['title'];
  const words = name.replaceAll(/([a-z\d])([A-Z])/gu, '$1 $2').toLowerCase();
  return `${words.slice(0, 1).toUpperCase()}${words.slice(1)}`;
}

function descriptionOf(member: JsonObject): JsonObject {
  const choices = stringsIn(member['enum']);
  const text = [
    typeof member['description'] === 'string' ? member['description'] : '',
    choices.length === 0 ? '' : `One of: ${choices.join(', ')}.`,
  ]
    .filter((part) => part !== '')
    .join(' ');
  return text === '' ? {} : { description: text };
}

function membersOf(schema: JsonObject): Readonly<Record<string, JsonObject>> {
  const members = schema['properties'];
  return isObject(members)
    ? Object.fromEntries(Object.entries(members).map(([name, member]) => [name, isObject(member) ? member : {}]))
    : {};
}

function stringsIn(value: JsonValue | undefined): readonly string[] {
  return Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string') : [];
}

function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
