import {
  FeelEntry,
  isFeelEntryEdited,
  isTextAreaEntryEdited,
  isTextFieldEntryEdited,
  TextAreaEntry,
  TextFieldEntry,
} from '@bpmn-io/properties-panel';
import { h } from '@bpmn-io/properties-panel/preact';
import { useService } from 'bpmn-js-properties-panel';
import { jobPriorityOf, placeOfJobPriority, writeJobPriority } from './job-priority.ts';
import { extensionValues, withExtension } from './link-file.ts';
import type { DiagramElement, ModdleElement, ModelerServices } from './services.ts';

type Translate = (text: string) => string;
interface EntryProps {
  readonly element: DiagramElement;
  readonly id: string;
}
interface PropertiesGroup {
  readonly id: string;
  readonly label: string;
  readonly entries: readonly object[];
}

/** Text of the instructions of a user task, empty when it has none. */
export function instructionsOf(task: ModdleElement): string {
  const found = extensionValues(task).find((each) => each.$type === 'lanework:Instructions');
  const body = found?.get('text');
  return typeof body === 'string' ? body : '';
}

/** Sets or removes the instructions in one command, so that one undo takes them back. */
function writeInstructions(
  element: DiagramElement,
  text: string,
  factory: ModelerServices['bpmnFactory'],
  modeling: ModelerServices['modeling'],
): void {
  const task = element.businessObject;
  const extensionElements = withExtension(factory, task, 'lanework:Instructions', text === '' ? null : { text });
  modeling.updateModdleProperties(element, task, { extensionElements });
}

function InstructionsEntry({ element, id }: EntryProps): unknown {
  const modeling = useService<ModelerServices['modeling']>('modeling');
  const factory = useService<ModelerServices['bpmnFactory']>('bpmnFactory');
  const translate = useService<Translate>('translate');
  const debounce = useService<(work: (value: string) => void) => unknown>('debounceInput');
  return h(TextAreaEntry, {
    element,
    id,
    debounce,
    label: translate('Instructions'),
    description: translate('Shown to the person above the form of the task.'),
    rows: 3,
    getValue: () => instructionsOf(element.businessObject),
    setValue: (value: string | undefined) => writeInstructions(element, value ?? '', factory, modeling),
  });
}

/** The process that an element stands for: of a root process itself, of a participant the process it refers to. */
function processOf(element: DiagramElement): ModdleElement | undefined {
  const object = element.businessObject;
  if (object.$type === 'bpmn:Process') return object;
  if (object.$type !== 'bpmn:Participant') return undefined;
  // `processRef` of a participant is a bpmn:Process or, for an empty pool, undefined.
  return object.get('processRef') as ModdleElement | undefined;
}

function StarterGroupsEntry({ element, id }: EntryProps): unknown {
  const modeling = useService<ModelerServices['modeling']>('modeling');
  const translate = useService<Translate>('translate');
  const debounce = useService<(work: (value: string) => void) => unknown>('debounceInput');
  const process = processOf(element);
  return h(TextFieldEntry, {
    element,
    id,
    debounce,
    label: translate('Groups that may start the process'),
    description: translate('Specify more than one group as a comma separated list.'),
    getValue: () => process?.get('lanework:candidateStarterGroups') ?? '',
    setValue: (value: string | undefined) => {
      if (process)
        modeling.updateModdleProperties(element, process, { 'lanework:candidateStarterGroups': value === '' ? undefined : value });
    },
  });
}

/** Priority of the jobs of an element; of a process that of all its jobs which name none. */
function JobPriorityEntry({ element, id }: EntryProps): unknown {
  const modeling = useService<ModelerServices['modeling']>('modeling');
  const bpmnFactory = useService<ModelerServices['bpmnFactory']>('bpmnFactory');
  const translate = useService<Translate>('translate');
  const debounce = useService<(work: (value: string) => void) => unknown>('debounceInput');
  const owner = processOf(element) ?? element.businessObject;
  return h(FeelEntry, {
    element,
    id,
    debounce,
    feel: 'optional',
    label: translate('Priority'),
    description: translate('The higher, the earlier a job is done: a point is worth a second of waiting.'),
    getValue: () => jobPriorityOf(owner),
    setValue: (value: string | undefined) => writeJobPriority({ modeling, bpmnFactory }, element, owner, value ?? ''),
  });
}

/** A text attribute of our namespace on the element itself. */
function attributeEntry(attribute: string, label: string, description: string): (props: EntryProps) => unknown {
  return ({ element, id }) => {
    const modeling = useService<ModelerServices['modeling']>('modeling');
    const translate = useService<Translate>('translate');
    const debounce = useService<(work: (value: string) => void) => unknown>('debounceInput');
    const object = element.businessObject;
    return h(TextFieldEntry, {
      element,
      id,
      debounce,
      label: translate(label),
      description: translate(description),
      getValue: () => object.get(attribute) ?? '',
      setValue: (value: string | undefined) => {
        modeling.updateModdleProperties(element, object, { [attribute]: value === '' ? undefined : value });
      },
    });
  };
}

const CalendarEntry = attributeEntry(
  'lanework:calendar',
  'Business calendar',
  'Name of a calendar, or team for that of the groups who do the work: durations count working time, dates move to it.',
);
const VersionEntry = attributeEntry(
  'lanework:calledVersion',
  'Version to call',
  'Number of a version; empty calls the one that the binding says.',
);

/** Whether the element waits for a timer. */
function hasTimer({ businessObject }: DiagramElement): boolean {
  const definitions = businessObject.get('eventDefinitions');
  // Event definitions of moddle elements have a type.
  return Array.isArray(definitions) && (definitions as readonly ModdleElement[]).some(({ $type }) => $type === 'bpmn:TimerEventDefinition');
}

const textEntry = (id: string, element: DiagramElement, component: unknown): object => ({
  id,
  element,
  component,
  isEdited: isTextFieldEntryEdited,
});

function laneworkGroup(element: DiagramElement, translate: Translate): PropertiesGroup | undefined {
  if (element.type === 'bpmn:UserTask') {
    const entry = { id: 'lanework-instructions', element, component: InstructionsEntry, isEdited: isTextAreaEntryEdited };
    const calendar = textEntry('lanework-calendar', element, CalendarEntry);
    return { id: 'lanework', label: translate('Instructions'), entries: [entry, calendar] };
  }
  if (element.type === 'bpmn:CallActivity')
    return { id: 'lanework', label: translate('Version to call'), entries: [textEntry('lanework-version', element, VersionEntry)] };
  if (hasTimer(element))
    return { id: 'lanework', label: translate('Business calendar'), entries: [textEntry('lanework-calendar', element, CalendarEntry)] };
  if (processOf(element)) {
    const entry = { id: 'lanework-starter-groups', element, component: StarterGroupsEntry, isEdited: isTextFieldEntryEdited };
    return { id: 'lanework', label: translate('Start'), entries: [entry] };
  }
  return undefined;
}

const jobPriorityEntry = (element: DiagramElement): object => ({
  id: 'jobPriority',
  element,
  component: JobPriorityEntry,
  isEdited: isFeelEntryEdited,
});

/** Group of type and attempts of a job. */
const JOB_GROUP = 'taskDefinition';

/** The groups with the priority of jobs where there is a place for it. */
function withJobPriority(groups: readonly PropertiesGroup[], element: DiagramElement, translate: Translate): readonly PropertiesGroup[] {
  const entry = jobPriorityEntry(element);
  const place = placeOfJobPriority(
    element,
    groups.some(({ id }) => id === JOB_GROUP),
  );
  if (place === 'beside') return groups.map((group) => (group.id === JOB_GROUP ? { ...group, entries: [...group.entries, entry] } : group));
  // The panel shows a group with such an id also where a template hides those that it does not name.
  const own = { id: 'ElementTemplates__JobPriority', label: translate('Priority'), entries: [entry] };
  return place === 'own' || processOf(element) !== undefined ? [...groups, own] : groups;
}

/** Sections of the properties panel about things that this engine does not execute, so nobody should be invited to fill them in. */
const foreignGroups: ReadonlySet<string> = new Set(['Zeebe__ExecutionListeners', 'Zeebe__TaskListeners']);

class LaneworkPropertiesProvider {
  static readonly $inject = ['propertiesPanel', 'translate'];
  private readonly translate: Translate;

  constructor(panel: { registerProvider(priority: number, provider: object): void }, translate: Translate) {
    this.translate = translate;
    panel.registerProvider(400, this);
  }

  /** Puts our group after the general one, adds the priority of jobs and drops the groups of other engines. */
  getGroups(element: DiagramElement): (groups: PropertiesGroup[]) => readonly PropertiesGroup[] {
    return (groups) => {
      const kept = groups.filter((group) => !foreignGroups.has(group.id));
      const own = laneworkGroup(element, this.translate);
      if (own) kept.splice(1, 0, own);
      return withJobPriority(kept, element, this.translate);
    };
  }
}

/** The module that adds our attributes to the properties panel. */
export const laneworkPropertiesModule = {
  __init__: ['laneworkProperties'],
  laneworkProperties: ['type', LaneworkPropertiesProvider],
};
