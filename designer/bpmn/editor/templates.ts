import { localized } from '../../kit/i18n/languages.ts';
import type { ElementTemplate, OperationInfo } from '../api.ts';

/** The operation's topic that a template sets as the type of the service task. */
export function topicOf(template: ElementTemplate): string | undefined {
  for (const property of template.properties ?? []) {
    const binding = property['binding'];
    if (typeof binding !== 'object' || binding === null || !('type' in binding)) continue;
    const setsType = binding.type === 'zeebe:taskDefinition:type' || (binding.type === 'zeebe:taskDefinition' && 'property' in binding && binding.property === 'type');
    if (setsType && typeof property['value'] === 'string') return property['value'];
  }
  return undefined;
}

/** The template of an operation. */
export function templateFor(templates: readonly ElementTemplate[], topic: string): ElementTemplate | undefined {
  return templates.find((each) => topicOf(each) === topic) ?? templates.find((each) => each.id === topic);
}

/** The templates with the operations' titles and descriptions in the language shown, and all their sections open, so that inputs are seen at once. */
export function presentTemplates(templates: readonly ElementTemplate[], operations: readonly OperationInfo[], language: string): readonly ElementTemplate[] {
  const byTopic = new Map(operations.map((each) => [each.topic, each]));
  return templates.map((template) => {
    const topic = topicOf(template);
    const operation = topic === undefined ? undefined : byTopic.get(topic);
    const groups = template.groups?.map((group) => ({ ...group, openByDefault: true }));
    return {
      ...template,
      ...(groups === undefined ? {} : { groups }),
      ...(operation === undefined ? {} : { name: localized(operation.title, language), description: localized(operation.description, language) }),
    };
  });
}
