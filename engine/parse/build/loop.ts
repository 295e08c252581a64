import type { ComplexBehavior, EventDefinition, Expression, Loop, LoopBehavior, MultiInstanceLoop } from '../../model/index.ts';
import { child, children, extension, flag, text } from '../moddle-element.ts';
import type { ModdleElement } from '../moddle-element.ts';
import { variableOf } from './data.ts';
import { eventDefinition, eventDefinitions } from './event-definitions.ts';
import { feelOf, formalFeel, formalText, numberOf } from './expressions.ts';
import type { ProcessGraph } from './graph.ts';

/** The loop characteristics of an activity; null without any. */
export function loopOf(element: ModdleElement, graph: ProcessGraph): Loop | null {
  const characteristics = child(element, 'loopCharacteristics');
  if (characteristics === null) return null;
  if (characteristics.$type !== 'bpmn:StandardLoopCharacteristics') return multiInstance(element, characteristics, graph);
  const maximum = text(characteristics, 'loopMaximum');
  return {
    kind: 'standardLoop',
    testBefore: flag(characteristics, 'testBefore', false),
    loopMaximum: maximum === null ? null : numberOf(maximum),
    loopCondition: formalFeel(characteristics, 'loopCondition'),
  };
}

function multiInstance(element: ModdleElement, characteristics: ModdleElement, graph: ProcessGraph): MultiInstanceLoop {
  const zeebe = extension(characteristics, 'zeebe:LoopCharacteristics');
  const zeebeFeel = (name: string): Expression | null => {
    const source = zeebe === null ? null : text(zeebe, name);
    return source === null ? null : feelOf(source);
  };
  const zeebeText = (name: string): string | null => (zeebe === null ? null : text(zeebe, name));
  const behavior = behaviorOf(characteristics, graph);
  const outputItem = dataItem(characteristics, 'outputDataItem');
  return {
    kind: 'multiInstance',
    isSequential: flag(characteristics, 'isSequential', false),
    cardinality: formalFeel(characteristics, 'loopCardinality'),
    inputCollection: zeebeFeel('inputCollection') ?? inputCollection(element, characteristics, graph),
    inputElement: zeebeText('inputElement') ?? dataItem(characteristics, 'inputDataItem'),
    outputCollection: zeebeText('outputCollection') ?? outputCollection(element, characteristics, graph),
    outputElement: zeebeFeel('outputElement') ?? (outputItem === null ? null : feelOf(outputItem)),
    completionCondition: formalFeel(characteristics, 'completionCondition'),
    ...(behavior === null ? {} : { behavior }),
  };
}

/**
 * The collection that `loopDataInputRef` means: a variable, or, for a data input of the activity itself, what its association brings there,
 * because the activity looks at it before any of its instances has data inputs of its own.
 */
function inputCollection(element: ModdleElement, characteristics: ModdleElement, graph: ProcessGraph): Expression | null {
  const target = child(characteristics, 'loopDataInputRef');
  const association = target === null ? undefined : loopInputAssociation(element, target);
  if (association !== undefined) {
    const transformation = formalText(association, 'transformation');
    if (transformation !== null) return feelOf(transformation);
    const source = children(association, 'sourceRef')[0];
    const variable = source === undefined ? null : variableOf(source);
    if (variable !== null) return feelOf(variable);
  }
  const variable = dataReference(characteristics, 'loopDataInputRef', graph);
  return variable === null ? null : feelOf(variable);
}

/** The variable that `loopDataOutputRef` means; for a data output of the activity itself that to which its association takes it. */
function outputCollection(element: ModdleElement, characteristics: ModdleElement, graph: ProcessGraph): string | null {
  const source = child(characteristics, 'loopDataOutputRef');
  const association = source === null ? undefined : loopOutputAssociation(element, source);
  const target = association === undefined ? null : child(association, 'targetRef');
  return (target === null ? null : variableOf(target)) ?? dataReference(characteristics, 'loopDataOutputRef', graph);
}

const loopInputAssociation = (element: ModdleElement, input: ModdleElement): ModdleElement | undefined =>
  children(element, 'dataInputAssociations').find((association) => child(association, 'targetRef') === input);

const loopOutputAssociation = (element: ModdleElement, output: ModdleElement): ModdleElement | undefined =>
  children(element, 'dataOutputAssociations').find((association) => children(association, 'sourceRef').includes(output));

/** The associations of an activity that carry the collections of its loop: they are the loop's, and not each instance's. */
export function loopAssociations(element: ModdleElement): ReadonlySet<ModdleElement> {
  const characteristics = child(element, 'loopCharacteristics');
  if (characteristics?.$type !== 'bpmn:MultiInstanceLoopCharacteristics') return new Set();
  const [input, output] = [child(characteristics, 'loopDataInputRef'), child(characteristics, 'loopDataOutputRef')];
  const found = [
    input === null ? undefined : loopInputAssociation(element, input),
    output === null ? undefined : loopOutputAssociation(element, output),
  ];
  return new Set(found.filter((association) => association !== undefined));
}

/** Variable meant by a reference to a data element: its name, its id, or the local part of a QName that nothing declares. */
function dataReference(owner: ModdleElement, property: string, graph: ProcessGraph): string | null {
  const target = child(owner, property);
  if (target !== null) return variableOf(target);
  return graph.document.danglingReference(owner, `bpmn:${property}`)?.replace(/^[^:]*:/, '') ?? null;
}

function dataItem(owner: ModdleElement, property: string): string | null {
  const item = child(owner, property);
  return item === null ? null : variableOf(item);
}

/** What `None` and `One` throw that name no event: a signal without name (BPMN 2.0.2, 10.3.8), which no event can wait for. */
const DEFAULT_SIGNAL: EventDefinition = { kind: 'signal', signalName: { kind: 'literal', value: '' } };

/** The events of `None`, `One` and `Complex`; null for `All`, and where a reference leads nowhere, which has a finding of its own. */
function behaviorOf(characteristics: ModdleElement, graph: ProcessGraph): LoopBehavior | null {
  const isDangling = (owner: ModdleElement, name: string): boolean => graph.document.danglingReference(owner, `bpmn:${name}`) !== null;
  const referred = (kind: 'none' | 'one'): LoopBehavior | null => {
    const name = `${kind}BehaviorEventRef`;
    const definition = child(characteristics, name);
    if (definition !== null) return { kind, event: eventDefinition(definition, characteristics) };
    return isDangling(characteristics, name) ? null : { kind, event: DEFAULT_SIGNAL };
  };
  switch (text(characteristics, 'behavior')) {
    case 'None':
      return referred('none');
    case 'One':
      return referred('one');
    case 'Complex':
      return { kind: 'complex', definitions: children(characteristics, 'complexBehaviorDefinition').map(complexBehavior) };
    default:
      return null;
  }
}

function complexBehavior(definition: ModdleElement): ComplexBehavior {
  const event = child(definition, 'event');
  return {
    condition: formalFeel(definition, 'condition') ?? { kind: 'feel', source: '' },
    events: event === null ? [] : eventDefinitions(event),
  };
}
