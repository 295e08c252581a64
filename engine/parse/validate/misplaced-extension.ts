import { extension, isA } from '../moddle-element.ts';
import type { ModdleElement } from '../moddle-element.ts';
import { aboutElement } from './rule.ts';
import type { Rule } from './rule.ts';

const JOBS = [
  'bpmn:ServiceTask',
  'bpmn:BusinessRuleTask',
  'bpmn:ScriptTask',
  'bpmn:SendTask',
  'bpmn:EndEvent',
  'bpmn:IntermediateThrowEvent',
];

/** Where each extension element is read. Those that are not here are refused by `not-executed` or say nothing about execution. */
const PLACES: Readonly<Record<string, readonly string[]>> = {
  'zeebe:TaskDefinition': JOBS,
  'zeebe:JobPriorityDefinition': [...JOBS, 'bpmn:Process'],
  'zeebe:TaskHeaders': [...JOBS, 'bpmn:UserTask'],
  'zeebe:IoMapping': ['bpmn:Activity', 'bpmn:Event'],
  'zeebe:AdHoc': ['bpmn:AdHocSubProcess'],
  'zeebe:LoopCharacteristics': ['bpmn:MultiInstanceLoopCharacteristics'],
  'zeebe:CalledElement': ['bpmn:CallActivity'],
  'zeebe:CalledDecision': ['bpmn:BusinessRuleTask', 'bpmn:ServiceTask'],
  'zeebe:Script': ['bpmn:ScriptTask', 'bpmn:BusinessRuleTask', 'bpmn:ServiceTask'],
  'zeebe:FormDefinition': ['bpmn:UserTask', 'bpmn:StartEvent'],
  'zeebe:UserTask': ['bpmn:UserTask'],
  'zeebe:AssignmentDefinition': ['bpmn:UserTask'],
  'zeebe:PriorityDefinition': ['bpmn:UserTask'],
  'zeebe:TaskSchedule': ['bpmn:UserTask'],
  'zeebe:Subscription': ['bpmn:Message'],
  'zeebe:VersionTag': ['bpmn:Process'],
  'lanework:Instructions': ['bpmn:UserTask'],
};

/** Work of a service task beside its job: only one of the two is done. */
const isSecondWork = (element: ModdleElement, owner: ModdleElement): boolean =>
  owner.$type === 'bpmn:ServiceTask' &&
  (element.$type === 'zeebe:Script' || element.$type === 'zeebe:CalledDecision') &&
  extension(owner, 'zeebe:TaskDefinition') !== null;

/** An extension element at a place where nothing reads it would be ignored. */
export const misplacedExtension: Rule = {
  id: 'misplaced-extension',
  severity: 'error',
  section: 'BPMN 2.0.2, 8.3.3',
  statement: 'An element of zeebe or lanework stands where it is executed.',
  check: (context) =>
    context.executedElements.flatMap((element) => {
      const owner = element.$parent?.$type === 'bpmn:ExtensionElements' ? element.$parent.$parent : undefined;
      const places = PLACES[element.$type];
      if (owner === undefined || places === undefined || owner.$type.startsWith('bpmn:Global')) return [];
      if (places.some((type) => isA(owner, type)) && !isSecondWork(element, owner)) return [];
      return [
        aboutElement(context, 'misplaced-extension', element, {
          expected: `${element.$type} only at ${places.map((type) => type.replace('bpmn:', '')).join(', ')}, without other work`,
          found: `it at a ${owner.$type.replace('bpmn:', '')}`,
          mend: 'Remove it, or change the kind of the element.',
        }),
      ];
    }),
};
