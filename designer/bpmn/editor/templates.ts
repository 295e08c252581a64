import { localized } from '../../kit/i18n/languages.ts';
import type { Json } from '../../kit/index.ts';
import type { ElementTemplate, OperationInfo } from '../api.ts';

/** The operation's topic that a template sets as the type of the service task. */
export function topicOf(template: ElementTemplate): string | undefined {
  for (const property of template.properties ?? []) {
    const binding = property['binding'];
    if (typeof binding !== 'object' || binding === null || !('type' in binding)) continue;
    const setsType =
      binding.type === 'zeebe:taskDefinition:type' ||
      (binding.type === 'zeebe:taskDefinition' && 'property' in binding && binding.property === 'type');
    if (setsType && typeof property['value'] === 'string') return property['value'];
  }
  return undefined;
}

/** The template of an operation. */
export function templateFor(templates: readonly ElementTemplate[], topic: string): ElementTemplate | undefined {
  return templates.find((each) => topicOf(each) === topic) ?? templates.find((each) => each.id === topic);
}

/** How templates are put into words. */
export interface TemplateTexts {
  readonly language: string;
  /** What people call a member of an input or result; undefined when it has no translation. */
  readonly field: (name: string) => string | undefined;
  readonly group: (id: string, label: string) => string;
  /** Label of the field that takes the variable for a result. */
  readonly output: (field: string) => string;
}

/** The templates in the language shown, with all their sections open, so that the inputs are seen at once. */
export function presentTemplates(
  templates: readonly ElementTemplate[],
  operations: readonly OperationInfo[],
  texts: TemplateTexts,
): readonly ElementTemplate[] {
  const byTopic = new Map(operations.map((each) => [each.topic, each]));
  return templates.map((template) => {
    const topic = topicOf(template);
    const operation = topic === undefined ? undefined : byTopic.get(topic);
    const groups = template.groups?.map((group) => ({ ...group, label: texts.group(group.id, group.label), openByDefault: true }));
    const properties = template.properties?.map((property) => withoutForeignHint(presentProperty(property, texts), texts.language));
    return {
      ...template,
      ...(groups === undefined ? {} : { groups }),
      ...(properties === undefined ? {} : { properties }),
      ...(operation === undefined
        ? {}
        : { name: localized(operation.title, texts.language), description: localized(operation.description, texts.language) }),
    };
  });
}

/** A field of a template with its label in the language shown; one that is not about an input or result keeps its own. */
function presentProperty(property: Json, texts: TemplateTexts): Json {
  const binding = property['binding'];
  if (typeof binding !== 'object' || binding === null || !('type' in binding)) return property;
  if (binding.type === 'zeebe:input' && 'name' in binding) return withLabel(property, texts.field(String(binding.name)));
  if (binding.type !== 'zeebe:output' || !('source' in binding)) return property;
  const field = texts.field(String(binding.source).replace(/^=/, ''));
  return withLabel(property, field === undefined ? undefined : texts.output(field));
}

function withLabel(property: Json, label: string | undefined): Json {
  return label === undefined ? property : { ...property, label };
}

/** Hints under a field come from the operation's schema, in English; under a label in another language they would only disturb. */
function withoutForeignHint(property: Json, language: string): Json {
  if (language === 'en') return property;
  const { description: _, ...rest } = property;
  return rest;
}
