import type { FlowNodeBase, IoMapping } from '../../model/index.ts';
import { child, children, idOf, text } from '../moddle-element.ts';
import type { ModdleElement } from '../moddle-element.ts';
import { feelOf, formalText } from './expressions.ts';

/** Variable that stands for a data object, data input, data output or property: its name, else its id. */
export function variableOf(element: ModdleElement): string | null {
  const referred = child(element, 'dataObjectRef');
  return text(element, 'name') ?? (referred === null ? null : variableOf(referred)) ?? idOf(element);
}

function sourceVariable(association: ModdleElement): string | null {
  const source = children(association, 'sourceRef')[0];
  return source === undefined ? null : variableOf(source);
}

/** Assignments and the transformation of an association, or the plain copy of source to target. */
function mappingsOf(association: ModdleElement, keepsSame: boolean): readonly IoMapping[] {
  const target = child(association, 'targetRef');
  const targetName = target === null ? null : variableOf(target);
  const assigned = children(association, 'assignment').flatMap((assignment) => {
    const from = formalText(assignment, 'from');
    const to = formalText(assignment, 'to');
    return from === null || to === null ? [] : [{ source: feelOf(from), target: to.replace(/^=\s*/, '') }];
  });
  if (assigned.length > 0 || targetName === null) return assigned;
  const transformation = formalText(association, 'transformation');
  if (transformation !== null) return [{ source: feelOf(transformation), target: targetName }];
  const source = sourceVariable(association);
  // A variable of the same name is visible to the node as it is; a copy would only hide later changes.
  return source === null || (source === targetName && !keepsSame) ? [] : [{ source: feelOf(source), target: targetName }];
}

/** Name of the property that modelers make as an end for an association drawn to a task. */
const PLACEHOLDER = '__targetRef_placeholder';

/** A property that says something: none made as the end of a drawn line. */
const isProperty = (element: ModdleElement | null | undefined): boolean =>
  element?.$type === 'bpmn:Property' && text(element, 'name') !== PLACEHOLDER;

const hasDataEnds = (association: ModdleElement): boolean => {
  const target = child(association, 'targetRef');
  return (
    children(association, 'assignment').length > 0 ||
    child(association, 'transformation') !== null ||
    target?.$type === 'bpmn:DataInput' ||
    target?.$type === 'bpmn:DataObject' ||
    target?.$type === 'bpmn:DataObjectReference' ||
    isProperty(target)
  );
};

const hasSource = (association: ModdleElement): boolean => {
  const source = children(association, 'sourceRef')[0];
  return (
    children(association, 'assignment').length > 0 ||
    child(association, 'transformation') !== null ||
    source?.$type === 'bpmn:DataOutput' ||
    isProperty(source)
  );
};

/** Data inputs or outputs of a set that have to be there: those that are not optional and not only taken or given while the activity is at work. */
function requiredOf(set: ModdleElement, side: 'Input' | 'Output', except: ReadonlySet<ModdleElement | null>): readonly ModdleElement[] {
  const spared = new Set([...children(set, `optional${side}Refs`), ...children(set, `whileExecuting${side}Refs`)]);
  return children(set, `data${side}Refs`).filter((data) => !spared.has(data) && !except.has(data));
}

/** The sets of an activity, or the one of an event. */
function setsOf(element: ModdleElement, side: 'Input' | 'Output'): readonly ModdleElement[] {
  const specification = child(element, 'ioSpecification');
  const own = child(element, side === 'Input' ? 'inputSet' : 'outputSet');
  return [
    ...(specification === null ? [] : children(specification, side === 'Input' ? 'inputSets' : 'outputSets')),
    ...(own === null ? [] : [own]),
  ];
}

/** What a loop takes and gives belongs to the loop, not to each of its instances. */
function loopData(element: ModdleElement): ReadonlySet<ModdleElement | null> {
  const characteristics = child(element, 'loopCharacteristics');
  if (characteristics === null) return new Set();
  return new Set(['loopDataInputRef', 'loopDataOutputRef', 'inputDataItem', 'outputDataItem'].map((name) => child(characteristics, name)));
}

const namesOf = (elements: readonly ModdleElement[]): readonly string[] => elements.flatMap((each) => variableOf(each) ?? []);

/** The required names of each set; null when one of the sets requires nothing, so that it is always available. */
function requiredSets(
  element: ModdleElement,
  side: 'Input' | 'Output',
  counts: (data: ModdleElement) => boolean,
): readonly (readonly string[])[] | null {
  const loop = loopData(element);
  const sets = setsOf(element, side).map((set) => namesOf(requiredOf(set, side, loop).filter(counts)));
  return sets.length === 0 || sets.some((set) => set.length === 0) ? null : sets;
}

/** What a node takes, gives and holds by BPMN's own data (BPMN 2.0.2, 10.4). */
export interface NodeData {
  readonly inputs: readonly IoMapping[];
  readonly outputs: readonly IoMapping[];
  readonly sets: Pick<FlowNodeBase, 'inputSets' | 'outputSets' | 'ownVariables' | 'payloadOutput'>;
}

const lackable = (mappings: readonly IoMapping[], isLackable: boolean): readonly IoMapping[] =>
  isLackable ? mappings.map((mapping) => ({ ...mapping, mayLack: true as const })) : mappings;

/** Whether an end of an association is looked at by the sets of its element, which then say what is missing. */
const isInSets = (element: ModdleElement, side: 'Input' | 'Output', data: ModdleElement | null | undefined): boolean =>
  data !== null &&
  data !== undefined &&
  setsOf(element, side).some((set) =>
    [`data${side}Refs`, `optional${side}Refs`, `whileExecuting${side}Refs`].some((refs) => children(set, refs).includes(data)),
  );

const CATCHES: ReadonlySet<string> = new Set(['bpmn:StartEvent', 'bpmn:IntermediateCatchEvent', 'bpmn:BoundaryEvent', 'bpmn:ReceiveTask']);

/** The data output that what an event has caught is (BPMN 2.0.2, 10.5.1: an event definition has one item); null when there is not just one. */
function payloadOutput(element: ModdleElement, given: ReadonlySet<ModdleElement>): string | null {
  const [output, ...others] = given;
  return CATCHES.has(element.$type) && others.length === 0 && output?.$type === 'bpmn:DataOutput' ? variableOf(output) : null;
}

/** Properties, and data objects of a sub-process; null when there is neither. */
function ownVariables(element: ModdleElement): NonNullable<FlowNodeBase['ownVariables']> | null {
  const properties = propertiesOf(element);
  const dataObjects = namesOf(children(element, 'flowElements').filter(({ $type }) => $type === 'bpmn:DataObject'));
  return properties.length + dataObjects.length === 0 ? null : { properties, dataObjects };
}

/** Names of the properties of a process or an activity. */
export const propertiesOf = (element: ModdleElement): readonly string[] => namesOf(children(element, 'properties').filter(isProperty));

/**
 * Data associations as mappings of variables (BPMN 2.0.2, 10.4.2): a data object, data input, data output or property is the variable of its name.
 * An association that a modeler draws from a data object to a task has only a placeholder as target and says nothing to execute. Associations in `except` are left out: they belong to the loop of the element.
 */
export function nodeData(element: ModdleElement, except: ReadonlySet<ModdleElement>): NodeData {
  const own = (property: string): readonly ModdleElement[] => children(element, property).filter((each) => !except.has(each));
  // What a call activity does not name does not come into the called process, nor out of it.
  const keepsSame = element.$type === 'bpmn:CallActivity';
  const taking = own('dataInputAssociations').filter(hasDataEnds);
  const giving = own('dataOutputAssociations').filter(hasSource);
  const given = new Set(giving.flatMap((association) => children(association, 'sourceRef')));
  const inputSets = requiredSets(element, 'Input', () => true);
  const outputSets = requiredSets(element, 'Output', (data) => given.has(data));
  const variables = ownVariables(element);
  const payload = payloadOutput(element, given);
  return {
    inputs: taking.flatMap((each) => lackable(mappingsOf(each, keepsSame), isInSets(element, 'Input', child(each, 'targetRef')))),
    outputs: giving.flatMap((each) => lackable(mappingsOf(each, keepsSame), isInSets(element, 'Output', children(each, 'sourceRef')[0]))),
    sets: {
      ...(inputSets === null ? {} : { inputSets }),
      ...(outputSets === null ? {} : { outputSets }),
      ...(variables === null ? {} : { ownVariables: variables }),
      ...(payload === null ? {} : { payloadOutput: payload }),
    },
  };
}
