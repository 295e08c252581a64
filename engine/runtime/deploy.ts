import {
  calendarNamed,
  calendarsUsed,
  formatInstant,
  messageKeys,
  planTimer,
  processTriggers,
  TEAM_CALENDAR,
  teamCalendarKey,
  teamOfLane,
  timerExpression,
  TIMER_TEXT,
  type BusinessCalendar,
  type BusinessCalendars,
  type EventDefinition,
  type Expression,
  type Finding,
  type JsonValue,
  type ProcessDefinition,
  type StartEvent,
} from '../model/index.ts';
import { isBounded } from '../expression/index.ts';
import { bundleDmn, importedModels } from '../parse/index.ts';
import type { GeneratedForm, ModelFile, OperationCatalogue } from '../parse/index.ts';
import type { NewDecision, NewDefinition, NewForm, NewStart } from '../port/deployment-store.ts';
import { calendarsByName } from '../port/calendar-store.ts';
import type { DeployResult, Resource } from '../port/engine.ts';
import { EngineError } from '../port/engine.ts';
import type { Actor } from '../port/module-contract.ts';
import type { EngineParts } from './engine-parts.ts';
import { findJsonProblem, isJsonObject } from './json-check.ts';
import { outsideWarnings } from './outside-warnings.ts';

/** Most files of one deployment. */
export const MAX_RESOURCES = 100;

/** What start events are looked at with. */
interface Moment {
  readonly now: string;
  readonly calendars: BusinessCalendars;
}

interface Read {
  readonly definitions: NewDefinition[];
  readonly forms: NewForm[];
  readonly decisions: NewDecision[];
  readonly findings: Finding[];
  /** Made of form fields of another engine. */
  readonly generatedForms: GeneratedForm[];
}

/** Checks all files and stores them together, or tells everything that is wrong and stores nothing. */
export async function deploy(
  parts: EngineParts,
  catalogue: OperationCatalogue | null,
  resources: readonly Resource[],
  note: string | null,
  actor: Actor,
): Promise<DeployResult> {
  const read = await readResources(parts, catalogue, resources);
  if (read.findings.some((finding) => finding.severity === 'error')) return { kind: 'refused', findings: read.findings };
  const deploymentId = parts.ids.next();
  const definitions = await parts.deployments.save({
    id: deploymentId,
    note,
    actor,
    resources,
    definitions: read.definitions,
    forms: read.forms,
    decisions: read.decisions,
  });
  parts.changes.publish({ topic: 'deployment', id: deploymentId });
  if (read.definitions.some((definition) => definition.timerStarts.length > 0)) parts.wake('timer', null);
  return { kind: 'deployed', deploymentId, definitions, findings: read.findings };
}

/** What a deployment of these files would complain about. */
export async function check(
  parts: EngineParts,
  catalogue: OperationCatalogue | null,
  resources: readonly Resource[],
): Promise<readonly Finding[]> {
  return (await readResources(parts, catalogue, resources)).findings;
}

async function readResources(parts: EngineParts, catalogue: OperationCatalogue | null, resources: readonly Resource[]): Promise<Read> {
  const moment: Moment = { now: await parts.deployments.now(), calendars: calendarsByName(await parts.calendars.all()) };
  if (resources.length === 0 || resources.length > MAX_RESOURCES) {
    throw new EngineError('RESOURCES_INVALID', `Expected 1 to ${MAX_RESOURCES} files, but found ${resources.length}.`);
  }
  const read: Read = { definitions: [], forms: [], decisions: [], findings: [], generatedForms: [] };
  const names = new Set<string>();
  const models: ModelFile[] = [];
  for (const resource of resources) {
    if (names.has(resource.name))
      throw new EngineError('RESOURCES_INVALID', `Expected files with different names, but "${resource.name}" comes twice.`);
    names.add(resource.name);
    if (resource.name.endsWith('.bpmn')) await readBpmn(parts, catalogue, resource, moment, read);
    else if (resource.name.endsWith('.dmn')) await readDmn(parts, resource, models, read);
    else if (resource.name.endsWith('.form')) readForm(resource, read);
    else
      read.findings.push(
        problem(resource, 'resource-kind', 'a name that ends with .bpmn, .dmn or .form', `"${resource.name}"`, 'Rename the file.'),
      );
  }
  for (const model of models) addDecisions(model, models, read);
  findRepeatedProcesses(read);
  addGeneratedForms(read);
  return read;
}

/** A form that comes with the diagram, as that of an import does, is not replaced by the generated one. */
function addGeneratedForms(read: Read): void {
  const known = new Set(read.forms.map((form) => form.formId));
  for (const { formId, content } of read.generatedForms) if (!known.has(formId)) readForm({ name: `${formId}.form`, content }, read);
}

async function readBpmn(
  parts: EngineParts,
  catalogue: OperationCatalogue | null,
  resource: Resource,
  moment: Moment,
  read: Read,
): Promise<void> {
  const result = await parts.files.readBpmn(resource.content, resource.name, catalogue);
  read.findings.push(...result.findings);
  if (result.kind === 'refused') return;
  read.generatedForms.push(...(result.forms ?? []));
  for (const definition of result.definitions) {
    read.findings.push(...(await outsideWarnings(parts, definition, resource.name)));
    const unknown = unknownCalendars(definition, resource, moment.calendars);
    read.findings.push(...unknown);
    if (unknown.length > 0) continue;
    try {
      read.definitions.push(newDefinition(parts, definition, resource, moment));
    } catch (error) {
      read.findings.push(unknownValue(error, definition, resource));
    }
  }
}

/** A value that must be known when the process is deployed and is not; at its start event where it belongs to one. */
class UnknownValue extends Error {
  readonly elementId: string;

  constructor(elementId: string, cause: unknown) {
    super(cause instanceof Error ? cause.message : String(cause), { cause });
    this.elementId = elementId;
  }
}

function unknownValue(error: unknown, definition: ProcessDefinition, resource: Resource): Finding {
  const found = error instanceof Error ? error.message : String(error);
  const element = error instanceof UnknownValue ? error.elementId : null;
  return {
    ...problem(
      resource,
      'start-event-value',
      'start events whose values are known at deployment',
      found.replace(/\.$/, ''),
      'Use fixed values, or FEEL without variables.',
    ),
    element,
    line: element === null ? null : (definition.nodes[element]?.line ?? null),
  };
}

/** Which team a task is for may be known only when it is reached; then it is enough that some team has a calendar. */
const isOfSomeTeam = (calendars: BusinessCalendars, name: string): boolean =>
  name === TEAM_CALENDAR && Object.keys(calendars).some((key) => key.startsWith(teamCalendarKey('')));

/** Calendars that the timers and tasks of a process name and that do not exist. */
function unknownCalendars(definition: ProcessDefinition, resource: Resource, calendars: BusinessCalendars): readonly Finding[] {
  return calendarsUsed(definition)
    .filter(
      ({ node, calendar }) => calendarNamed(calendars, calendar, teamOfLane(node.lanes)) === null && !isOfSomeTeam(calendars, calendar),
    )
    .map(({ node, calendar }) => ({
      ...problem(
        resource,
        'calendar-unknown',
        `a business calendar that exists at ${node.id}`,
        `"${calendar}"`,
        'Name one of the calendars, or make one of this name.',
      ),
      element: node.id,
      line: node.line,
    }));
}

async function readDmn(parts: EngineParts, resource: Resource, models: ModelFile[], read: Read): Promise<void> {
  const result = await parts.files.readDmn(resource.content, resource.name);
  read.findings.push(...result.findings);
  if (result.kind === 'parsed') models.push({ resource: resource.name, xml: resource.content, model: result.model });
}

/** The decisions of a file, each with the models that the file imports out of the same deployment. */
function addDecisions(file: ModelFile, models: readonly ModelFile[], read: Read): void {
  const imports = importedModels(file, models);
  read.findings.push(...imports.findings);
  const xml = bundleDmn(
    file.xml,
    imports.files.map((each) => each.xml),
  );
  for (const element of Object.values(file.model.elements)) {
    if (element.kind !== 'decision' && element.kind !== 'service') continue;
    read.decisions.push({ decisionId: element.id, name: element.name, resourceName: file.resource, xml });
  }
}

function readForm(resource: Resource, read: Read): void {
  let content: unknown;
  try {
    content = JSON.parse(resource.content);
  } catch (error) {
    read.findings.push(problem(resource, 'form-json', 'JSON', String(error), 'Export the form from the form editor again.'));
    return;
  }
  const form = content as JsonValue; // What JSON.parse returns is a JSON value.
  const unfit = findJsonProblem(content, resource.name);
  if (unfit !== null || !isJsonObject(form)) {
    read.findings.push(
      problem(resource, 'form-json', 'a form-js form', unfit ?? 'another JSON value', 'Export the form from the form editor again.'),
    );
    return;
  }
  // The name by which diagrams refer to a form: its own id, else its file name.
  const fileName = resource.name.split('/').at(-1) ?? resource.name;
  const formId = typeof form['id'] === 'string' ? form['id'] : fileName.replace(/\.form$/, '');
  read.forms.push({ formId, resourceName: resource.name, content: form });
}

function newDefinition(parts: EngineParts, definition: ProcessDefinition, resource: Resource, moment: Moment): NewDefinition {
  const { now, calendars } = moment;
  const startIds = definition.containers[definition.processId]?.startEventIds ?? [];
  const starts = startIds.map((id) => definition.nodes[id]).filter((node): node is StartEvent => node?.kind === 'startEvent');
  const valueOf = (expression: Expression): string => textValue(parts, expression, now);
  const messageStarts: NewStart[] = [];
  const signalStarts: NewStart[] = [];
  const conditionStarts: NewStart[] = [];
  const timerStarts: NewDefinition['timerStarts'][number][] = [];
  for (const { elementId, index, definition: event } of processTriggers(definition)) {
    try {
      if (event.kind === 'message') messageStarts.push({ elementId, index, name: valueOf(event.messageName) });
      if (event.kind === 'signal') signalStarts.push({ elementId, index, name: valueOf(event.signalName) });
      if (event.kind === 'conditional') conditionStarts.push({ elementId, index, name: '' });
      if (event.kind === 'timer')
        timerStarts.push({
          elementId,
          index,
          ...firstStart(event, valueOf, Date.parse(now), (name) =>
            calendarNamed(calendars, name, teamOfLane(definition.nodes[elementId]?.lanes ?? [])),
          ),
        });
    } catch (error) {
      throw new UnknownValue(elementId, error);
    }
  }
  return {
    definition,
    resourceName: resource.name,
    xml: resource.content,
    isStartable:
      definition.isGlobalTask !== true &&
      (starts.length === 0 || starts.some((start) => start.definitions.every((event) => event.kind === 'none'))),
    messageKeys: messageKeys(definition).map(({ messageName, key }) => ({ name: valueOf(messageName), expression: key })),
    messageStarts,
    signalStarts,
    conditionStarts,
    timerStarts,
  };
}

function textValue(parts: EngineParts, expression: Expression, now: string): string {
  if (!isBounded(expression)) throw new Error('an expression that may run long.');
  const evaluation = parts.environment.evaluate(expression, {}, now);
  if (evaluation.kind === 'value' && typeof evaluation.value === 'string') return evaluation.value;
  throw new Error(evaluation.kind === 'value' ? `Expected text, but found ${JSON.stringify(evaluation.value)}.` : evaluation.message);
}

function firstStart(
  { timer, calendar }: Extract<EventDefinition, { kind: 'timer' }>,
  valueOf: (expression: Expression) => string,
  nowMs: number,
  named: (name: string) => BusinessCalendar | null,
): { readonly dueAt: string; readonly cycle: string | null; readonly repetitionsLeft: number | null } {
  const text = valueOf(timerExpression(timer));
  const found = calendar === undefined ? null : named(calendar);
  if (calendar !== undefined && found === null) throw new Error(`Expected a business calendar "${calendar}", but there is none.`);
  const plan = planTimer(timer.kind, text, nowMs, found);
  if (plan === null) throw new Error(`Expected ${TIMER_TEXT[timer.kind]}, but found "${text}".`);
  return { dueAt: formatInstant(plan.dueMs), cycle: plan.cycle, repetitionsLeft: plan.repetitionsLeft };
}

function findRepeatedProcesses(read: Read): void {
  const seen = new Map<string, string>();
  for (const { definition, resourceName, xml } of read.definitions) {
    const first = seen.get(definition.processId);
    if (first !== undefined) {
      read.findings.push({
        ...problem(
          { name: resourceName, content: '' },
          'process-id-unique',
          'one process of each id in a deployment',
          `process "${definition.processId}" also in ${first}`,
          'Give one of them another id.',
        ),
        element: definition.processId,
        line: lineOfId(xml, definition.processId),
      });
    }
    seen.set(definition.processId, resourceName);
  }
}

/** 1-based line of the first element with the id; null when none is written in the usual way. */
function lineOfId(xml: string, id: string): number | null {
  const index = xml.split('\n').findIndex((line) => line.includes(`id="${id}"`) || line.includes(`id='${id}'`));
  return index === -1 ? null : index + 1;
}

function problem(resource: Resource, rule: string, expected: string, found: string, mend: string): Finding {
  return {
    rule,
    severity: 'error',
    resource: resource.name,
    element: null,
    line: null,
    message: `Expected ${expected}, but found ${found}.`,
    expected,
    found,
    mend,
  };
}
