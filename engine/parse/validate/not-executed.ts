import { isExecutedClass } from '../build/flow-node.ts';
import { children, isA, text } from '../moddle-element.ts';
import type { ModdleElement } from '../moddle-element.ts';
import { missingCapabilities } from './missing-capability.ts';
import { about, aboutElement, labelOf } from './rule.ts';
import type { Rule, RuleContext } from './rule.ts';

/** Classes that are data, structure or documentation: they say nothing that a token could do. */
const NOT_A_NODE =
  /^(?:bpmn:(?:ItemDefinition|DataStore|Interface|Operation|PartnerEntity|PartnerRole|EndPoint|Category|CategoryValue|Resource|ResourceParameter|Extension|Relationship))$/;

/** Constructs beyond flow nodes that are not executed, by class, with what to do instead. */
export const REFUSED_CLASSES: Readonly<Record<string, string>> = {
  'bpmn:Choreography': 'Model the work of your own company as a process.',
  'bpmn:GlobalChoreographyTask': 'Model the work of your own company as a process.',
  'bpmn:GlobalConversation': 'Model the exchange by message flows between pools.',
  'zeebe:ExecutionListeners': 'Put a service task before or after the element.',
  'zeebe:TaskListeners': 'Put a service task before or after the user task.',
  'zeebe:LinkedResources': 'Name the resource in the input of the task.',
  'zeebe:AgentDefinition': 'Use a service task with an operation.',
  'zeebe:ConditionalFilter': 'Put the variables and changes that matter into the condition.',
  'zeebe:UserTaskForm': 'Save the form as a file of its own and name it by formId.',
};

/** Attributes whose value, when it is not the default, is not executed. */
const REFUSED_VALUES: readonly { readonly type: string; readonly attribute: string; readonly executed: unknown; readonly mend: string }[] =
  [
    { type: 'bpmn:Transaction', attribute: 'method', executed: '##Compensate', mend: 'Leave the method at "##Compensate".' },
    { type: 'bpmn:Transaction', attribute: 'triggeredByEvent', executed: false, mend: 'Put the transaction into an event sub-process.' },
    {
      type: 'bpmn:AdHocSubProcess',
      attribute: 'triggeredByEvent',
      executed: false,
      mend: 'Put the ad-hoc sub-process into an event sub-process.',
    },
    {
      type: 'zeebe:AdHoc',
      attribute: 'outputCollection',
      executed: undefined,
      mend: 'Write the results by the outputs of the activities.',
    },
    { type: 'zeebe:AdHoc', attribute: 'outputElement', executed: undefined, mend: 'Write the results by the outputs of the activities.' },
    { type: 'zeebe:FormDefinition', attribute: 'externalReference', executed: undefined, mend: 'Name a form by formId.' },
  ];

/** What is found by its id alone: a call of it cannot be bound to a version tag, as that of a process can. */
const WITHOUT_TAGS: ReadonlySet<string> = new Set(['zeebe:CalledDecision', 'zeebe:FormDefinition']);

function boundToTag(element: ModdleElement): Refusal | null {
  const isBound = WITHOUT_TAGS.has(element.$type) && text(element, 'bindingType')?.trim() === 'versionTag';
  return isBound
    ? { found: `bindingType="versionTag" of ${element.$type}`, mend: 'Take the latest version: leave the binding at "latest".' }
    : null;
}

/** The event of a complex multi-instance behavior, which only there is executed. */
const isBehaviorEvent = (element: ModdleElement): boolean =>
  element.$type === 'bpmn:ImplicitThrowEvent' && element.$parent?.$type === 'bpmn:ComplexBehaviorDefinition';

interface Refusal {
  readonly found: string;
  readonly mend: string;
}

function refusal(element: ModdleElement): Refusal | null {
  if (isBehaviorEvent(element) && children(element, 'dataInputAssociations').length > 0)
    return { found: 'data of a thrown event of a complex behavior', mend: 'Remove it: the event carries the counters of the activity.' };
  const bound = boundToTag(element);
  if (bound !== null) return bound;
  const mend = REFUSED_CLASSES[element.$type];
  if (mend !== undefined) return { found: element.$type, mend };
  if (isA(element, 'bpmn:FlowNode') && !isExecutedClass(element.$type) && !NOT_A_NODE.test(element.$type) && !isBehaviorEvent(element))
    return { found: element.$type, mend: 'Replace it by an element that is executed.' };
  for (const value of REFUSED_VALUES) {
    if (!isA(element, value.type)) continue;
    const found = element.get(value.attribute);
    if (found !== value.executed && found !== undefined)
      return { found: `${value.attribute}="${String(found)}" of ${element.$type}`, mend: value.mend };
  }
  return null;
}

function refusedElements(context: RuleContext): readonly { readonly element: ModdleElement; readonly refused: Refusal }[] {
  return context.executedElements.flatMap((element) => {
    const refused = refusal(element);
    return refused === null ? [] : [{ element, refused }];
  });
}

/** A construct that is not executed is refused at deployment. None is ever ignored. */
export const notExecuted: Rule = {
  id: 'not-executed',
  severity: 'error',
  section: 'BPMN 2.0.2, 2.2.2',
  statement: 'A construct that is not executed is refused, never ignored.',
  check: (context) => [
    ...refusedElements(context).map(({ element, refused }) =>
      aboutElement(context, 'not-executed', element, { expected: 'constructs that are executed', ...refused }),
    ),
    ...missingCapabilities(context).map(({ node, found }) =>
      about(context, 'not-executed', node, {
        expected: `${labelOf(node)} to be something that is executed`,
        found,
        mend: 'Model it in another way; the coverage page of the documentation lists what is executed.',
      }),
    ),
  ],
};
