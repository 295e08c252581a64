import type { Finding } from '../../kit/api/problem.ts';
import type { ElementTemplate } from '../api.ts';

/** Fields of the properties panel in which findings are mended, by the words their rule ids contain. The first match counts. */
const fields: readonly (readonly [words: RegExp, entryId: string])[] = [
  [/condition-required/, 'condition'],
  [/condition|empty-expression|expression-language/, 'conditionExpression'],
  [/timer/, 'timerEventDefinitionValue'],
  [/message-reference/, 'messageName'],
  [/signal/, 'signalName'],
  [/escalation/, 'escalationCode'],
  [/error/, 'errorCode'],
  [/link/, 'linkName'],
  [/compensation-target/, 'activityRef'],
  [/version-tag/, 'versionTag'],
  [/call/, 'targetProcessId'],
  [/form/, 'formId'],
  [/decision/, 'decisionId'],
  [/script/, 'scriptImplementation'],
  [/variable-name/, 'resultVariable'],
  [/task-priority/, 'priorityDefinitionPriority'],
  [/job-priority/, 'jobPriority'],
  [/task-schedule/, 'taskScheduleDueDate'],
  [/assign|task-waits/, 'assignmentDefinitionAssignee'],
  [/cardinality/, 'loopCardinality'],
  [/collection|loop|multi/, 'multiInstance-inputCollection'],
  [/operation|task-definition|job/, 'taskDefinitionType'],
  [/duplicate-id|illegal-id|id-missing|reserved-id/, 'id'],
];

/** Id of the properties panel's field in which a finding is mended; undefined when it is not about one field. */
export function fieldOf(finding: Finding, template: ElementTemplate | null): string | undefined {
  const inTemplate = template === null ? undefined : templateFieldOf(finding, template);
  return inTemplate ?? fields.find(([words]) => words.test(finding.rule))?.[1];
}

/** The field of an operation's input that the finding names. The ids are those that the element templates library gives to its fields. */
function templateFieldOf(finding: Finding, template: ElementTemplate): string | undefined {
  const properties = template.properties ?? [];
  const words = new Set([...finding.message.matchAll(/"([^"]+)"/g)].map((match) => match[1]));
  const property = properties.find((each) => {
    const input = inputNameOf(each);
    return input !== undefined && words.has(input);
  });
  if (property === undefined) return undefined;
  const group = property['group'];
  const own = template.groups?.some((each) => each.id === group) === true;
  const siblings = properties.filter((each) =>
    own ? each['group'] === group : !template.groups?.some((known) => known.id === each['group']),
  );
  const index = siblings.indexOf(property);
  return own ? `custom-entry-${template.id}-${String(group)}-${index}` : `custom-entry-${template.id}-${index}`;
}

/** Name of the operation's input that a template property fills; undefined for other properties. */
function inputNameOf(property: Readonly<Record<string, unknown>>): string | undefined {
  const binding = property['binding'];
  if (typeof binding !== 'object' || binding === null || !('type' in binding) || !('name' in binding)) return undefined;
  return binding.type === 'zeebe:input' && typeof binding.name === 'string' ? binding.name : undefined;
}
