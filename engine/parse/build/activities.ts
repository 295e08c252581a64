import { asElementId } from '../../model/index.ts';
import type { ActivityBase, CallActivity, Expression, FlowNodeBase, JobDefinition, ScriptBody, UserTask } from '../../model/index.ts';
import { child, children, extension, flag, idOf, text } from '../moddle-element.ts';
import type { ModdleElement } from '../moddle-element.ts';
import { formalText, ioMappings, listOf, numberOf, valueOf, valueOrNull } from './expressions.ts';
import { nodeData } from './data.ts';
import type { ProcessGraph } from './graph.ts';
import { loopAssociations, loopOf } from './loop.ts';

/** Formats of `<script>` that run as JavaScript; `feel` is the only other one. */
export const JAVASCRIPT_FORMATS: ReadonlySet<string> = new Set(['javascript', 'text/javascript', 'application/javascript']);

/** What every flow node has. */
export function nodeBase(element: ModdleElement, scopeId: string, graph: ProcessGraph): FlowNodeBase {
  const id = idOf(element) ?? '';
  const data = nodeData(element, loopAssociations(element));
  return {
    id: asElementId(id),
    name: text(element, 'name'),
    scopeId: asElementId(scopeId),
    incoming: graph.incoming.get(id) ?? [],
    outgoing: graph.outgoing.get(id) ?? [],
    lanes: graph.lanes.get(id) ?? [],
    inputMappings: [...data.inputs, ...ioMappings(element, 'inputParameters')],
    outputMappings: [...data.outputs, ...ioMappings(element, 'outputParameters')],
    ...data.sets,
    ...jobPriority(element),
    line: graph.document.lineOf(id) ?? 0,
  };
}

/** What every activity has beyond a flow node. */
export function activityBase(element: ModdleElement, scopeId: string, graph: ProcessGraph): ActivityBase {
  const id = idOf(element) ?? '';
  const defaultFlow = child(element, 'default');
  const defaultFlowId = defaultFlow === null ? null : idOf(defaultFlow);
  return {
    ...nodeBase(element, scopeId, graph),
    loop: loopOf(element, graph),
    boundaryEventIds: graph.boundaryEvents.get(id) ?? [],
    defaultFlowId: defaultFlowId === null ? null : asElementId(defaultFlowId),
    isForCompensation: flag(element, 'isForCompensation', false),
    ...quantities(element),
    compensationHandlerId: graph.compensationHandlers.get(id) ?? null,
  };
}

/** Quantities other than 1 (BPMN 2.0.2, table 10.3); one that is no number is left to the rule `quantity`. */
function quantities(element: ModdleElement): Pick<ActivityBase, 'startQuantity' | 'completionQuantity'> {
  const startQuantity = Number(text(element, 'startQuantity') ?? 1);
  const completionQuantity = Number(text(element, 'completionQuantity') ?? 1);
  return { ...(startQuantity === 1 ? {} : { startQuantity }), ...(completionQuantity === 1 ? {} : { completionQuantity }) };
}

/** What a node, or a process for all of its nodes, says about the priority of jobs; nothing for one that says nothing. */
export function jobPriority(element: ModdleElement): { readonly jobPriority?: Expression } {
  const definition = extension(element, 'zeebe:JobPriorityDefinition');
  const priority = definition === null ? null : text(definition, 'priority');
  return priority === null ? {} : { jobPriority: numberOf(priority) };
}

/** `zeebe:taskDefinition` with its headers; null when the node has none or it has no type. */
export function jobDefinition(element: ModdleElement): JobDefinition | null {
  const definition = extension(element, 'zeebe:TaskDefinition');
  const type = definition === null ? null : text(definition, 'type');
  if (definition === null || type === null) return null;
  const headers = extension(element, 'zeebe:TaskHeaders');
  const pairs =
    headers === null ? [] : children(headers, 'values').map((header) => [text(header, 'key') ?? '', text(header, 'value') ?? ''] as const);
  return {
    type: valueOf(type),
    retries: numberOf(text(definition, 'retries') ?? '3'),
    retryBackoff: text(definition, 'lanework:retryBackoff'),
    headers: Object.fromEntries(pairs),
  };
}

/** The assignment of a resource role of plain BPMN (BPMN 2.0.2, 10.3.2): its expression, else the name of its resource; null without such a role. */
function resourceText(element: ModdleElement, types: readonly string[]): string | null {
  const role = children(element, 'resources').find((candidate) => types.includes(candidate.$type));
  if (role === undefined) return null;
  const assignment = child(role, 'resourceAssignmentExpression');
  const resource = child(role, 'resourceRef');
  return (assignment === null ? null : formalText(assignment, 'expression')) ?? (resource === null ? null : text(resource, 'name'));
}

/** Potential owners are candidate groups. */
function plainGroups(element: ModdleElement): Expression | null {
  const owners = resourceText(element, ['bpmn:PotentialOwner']);
  return owners === null ? null : listOf(owners);
}

/** What a user task says about people, form and dates. */
export function userTask(element: ModdleElement, base: ActivityBase): UserTask {
  const attribute = (type: string, name: string): string | null => {
    const found = extension(element, type);
    return found === null ? null : text(found, name);
  };
  const groups = attribute('zeebe:AssignmentDefinition', 'candidateGroups');
  const users = attribute('zeebe:AssignmentDefinition', 'candidateUsers');
  const priority = attribute('zeebe:PriorityDefinition', 'priority');
  const calendar = text(element, 'lanework:calendar');
  return {
    ...base,
    kind: 'userTask',
    assignee: valueOrNull(
      attribute('zeebe:AssignmentDefinition', 'assignee') ?? resourceText(element, ['bpmn:HumanPerformer', 'bpmn:Performer']),
    ),
    candidateGroups: groups === null ? plainGroups(element) : listOf(groups),
    candidateUsers: users === null ? null : listOf(users),
    formId: formOf(element),
    dueDate: valueOrNull(attribute('zeebe:TaskSchedule', 'dueDate')),
    followUpDate: valueOrNull(attribute('zeebe:TaskSchedule', 'followUpDate')),
    ...(calendar === null ? {} : { calendar }),
    priority: priority === null ? null : numberOf(priority),
    instructions: attribute('lanework:Instructions', 'text')?.trim() ?? null,
  };
}

/** Form of a user task or start event: `formId`, or the older `formKey`. */
export function formOf(element: ModdleElement): string | null {
  const form = extension(element, 'zeebe:FormDefinition');
  return form === null ? null : (text(form, 'formId') ?? text(form, 'formKey'));
}

/** Language of a script: `scriptFormat`, of a global script task `scriptLanguage` (BPMN 2.0.2, table 10.13). */
export const scriptFormatOf = (element: ModdleElement): string | null => text(element, 'scriptFormat') ?? text(element, 'scriptLanguage');

/** The script of a script task and the variable for its value; an unknown format leaves null, which the rule `script-format` refuses. */
export function scriptOf(element: ModdleElement): { readonly script: ScriptBody | null; readonly resultVariable: string | null } {
  const zeebe = extension(element, 'zeebe:Script');
  const expression = zeebe === null ? null : text(zeebe, 'expression');
  if (zeebe !== null && expression !== null) {
    return { script: { language: 'feel', source: feelSource(expression) }, resultVariable: text(zeebe, 'resultVariable') };
  }
  const resultVariable = text(element, 'lanework:resultVariable');
  const source = text(element, 'script');
  const format = scriptFormatOf(element)?.trim().toLowerCase() ?? null;
  if (source === null || format === null) return { script: null, resultVariable };
  if (format === 'feel') return { script: { language: 'feel', source: feelSource(source) }, resultVariable };
  return { script: JAVASCRIPT_FORMATS.has(format) ? { language: 'javascript', source } : null, resultVariable };
}

function feelSource(source: string): string {
  const trimmed = source.trim();
  return trimmed.startsWith('=') ? trimmed.slice(1).trim() : trimmed;
}

/**
 * Which version is called: by `lanework:calledVersion`, `lanework:calledVersionTag` or `lanework:calledBinding` of the call activity, else by
 * `zeebe:calledElement`.
 */
function bindingOf(element: ModdleElement, zeebe: ModdleElement | null): CallActivity['binding'] {
  const version = text(element, 'lanework:calledVersion');
  if (version !== null) return { kind: 'version', version: Number(version) };
  const ownTag = text(element, 'lanework:calledVersionTag');
  if (ownTag !== null) return { kind: 'versionTag', tag: ownTag };
  const type = text(element, 'lanework:calledBinding') ?? (zeebe === null ? null : text(zeebe, 'bindingType')) ?? 'latest';
  const tag = zeebe === null ? null : text(zeebe, 'versionTag');
  if (type === 'deployment') return { kind: 'deployment' };
  return type === 'versionTag' && tag !== null ? { kind: 'versionTag', tag } : { kind: 'latest' };
}

/** A call activity: `zeebe:calledElement`, or BPMN's own `calledElement` (a QName, whose prefix is left out). */
export function callActivity(element: ModdleElement, base: ActivityBase): CallActivity {
  const zeebe = extension(element, 'zeebe:CalledElement');
  const processId = (zeebe === null ? null : text(zeebe, 'processId')) ?? text(element, 'calledElement')?.replace(/^[^:=]*:/, '') ?? '';
  return {
    ...base,
    kind: 'callActivity',
    processId: valueOf(processId),
    binding: bindingOf(element, zeebe),
    // Plain BPMN (10.4.2): with data associations, what they bring is all that the called process gets.
    propagateAllParentVariables: zeebe === null ? base.inputMappings.length === 0 : flag(zeebe, 'propagateAllParentVariables', true),
    propagateAllChildVariables: zeebe === null || flag(zeebe, 'propagateAllChildVariables', true),
  };
}
