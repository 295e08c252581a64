import { asElementId } from '../../model/index.ts';
import type { ElementId, SequenceFlow } from '../../model/index.ts';
import { child, children, flag, idOf, isA, text } from '../moddle-element.ts';
import type { ModdleElement } from '../moddle-element.ts';
import type { XmlDocument } from '../read-xml.ts';
import { eventDefinitionElements } from './event-definitions.ts';
import { formalFeel } from './expressions.ts';

/** What must be known about all elements of a process before one node can be built. */
export interface ProcessGraph {
  readonly document: XmlDocument;
  readonly flows: Readonly<Record<string, SequenceFlow>>;
  readonly incoming: ReadonlyMap<string, readonly ElementId[]>;
  readonly outgoing: ReadonlyMap<string, readonly ElementId[]>;
  /** Boundary events by the id of the activity that they are attached to. */
  readonly boundaryEvents: ReadonlyMap<string, readonly ElementId[]>;
  /** Compensation activity by the id of the activity that it compensates. */
  readonly compensationHandlers: ReadonlyMap<string, ElementId>;
  /** Names of lanes by node id, outermost first. */
  readonly lanes: ReadonlyMap<string, readonly string[]>;
}

/** Whether the element is a process or a sub-process, which has flow elements of its own. */
export const isContainer = (element: ModdleElement): boolean => isA(element, 'bpmn:FlowElementsContainer');

/** Every container of a process, itself first, outer before inner. */
export function containersOf(process: ModdleElement): readonly ModdleElement[] {
  const found: ModdleElement[] = [process];
  // The list grows while it is walked; the number of elements of a file is limited by XML_LIMITS.
  for (const container of found) found.push(...children(container, 'flowElements').filter(isContainer));
  return found;
}

function push(map: Map<string, ElementId[]>, key: string, value: ElementId): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [value]);
  else list.push(value);
}

/** Compensation boundary events and associations of one container: which activity undoes which (BPMN 2.0.2, 10.7.1). */
function compensationPairs(container: ModdleElement): readonly (readonly [string, ElementId])[] {
  const pairs: (readonly [string, ElementId])[] = [];
  for (const association of children(container, 'artifacts')) {
    if (association.$type !== 'bpmn:Association') continue;
    const source = child(association, 'sourceRef');
    const target = child(association, 'targetRef');
    const attachedTo = source?.$type === 'bpmn:BoundaryEvent' ? child(source, 'attachedToRef') : null;
    const isCompensation =
      source !== null &&
      attachedTo !== null &&
      eventDefinitionElements(source).some((definition) => definition.$type === 'bpmn:CompensateEventDefinition');
    const activityId = attachedTo === null ? null : idOf(attachedTo);
    const handlerId = target === null ? null : idOf(target);
    if (isCompensation && target !== null && isA(target, 'bpmn:Activity') && activityId !== null && handlerId !== null)
      pairs.push([activityId, asElementId(handlerId)]);
  }
  return pairs;
}

function collectLanes(laneSet: ModdleElement, outer: readonly string[], byNode: Map<string, readonly string[]>): void {
  for (const lane of children(laneSet, 'lanes')) {
    const name = text(lane, 'name');
    const names = name === null ? outer : [...outer, name];
    for (const node of children(lane, 'flowNodeRef')) {
      const id = idOf(node);
      // A node named by a lane and by one inside it belongs to the inner one, which comes later.
      if (id !== null && names.length >= (byNode.get(id)?.length ?? 0)) byNode.set(id, names);
    }
    const inner = child(lane, 'childLaneSet');
    if (inner !== null) collectLanes(inner, names, byNode);
  }
}

/** Lanes of every node; what stands in a sub-process belongs to the lanes of the sub-process. */
function lanesOf(process: ModdleElement): ReadonlyMap<string, readonly string[]> {
  const byNode = new Map<string, readonly string[]>();
  for (const container of containersOf(process)) {
    const inherited = byNode.get(idOf(container) ?? '') ?? [];
    for (const element of children(container, 'flowElements')) {
      const id = idOf(element);
      if (id !== null && inherited.length > 0) byNode.set(id, inherited);
    }
    for (const laneSet of children(container, 'laneSets')) collectLanes(laneSet, inherited, byNode);
  }
  return byNode;
}

function sequenceFlow(element: ModdleElement, scopeId: ElementId, document: XmlDocument): SequenceFlow | null {
  const id = idOf(element);
  const source = child(element, 'sourceRef');
  const target = child(element, 'targetRef');
  const sourceId = source === null ? null : idOf(source);
  const targetId = target === null ? null : idOf(target);
  if (id === null || sourceId === null || targetId === null) return null;
  return {
    id: asElementId(id),
    name: text(element, 'name'),
    scopeId,
    sourceId: asElementId(sourceId),
    targetId: asElementId(targetId),
    condition: formalFeel(element, 'conditionExpression'),
    line: document.lineOf(id) ?? 0,
  };
}

/** Reads flows, attachments, compensation pairs and lanes of a process. Flows without both ends are left out; a rule reports them. */
export function processGraph(process: ModdleElement, document: XmlDocument): ProcessGraph {
  const flows: Record<string, SequenceFlow> = {};
  const incoming = new Map<string, ElementId[]>();
  const outgoing = new Map<string, ElementId[]>();
  const boundaryEvents = new Map<string, ElementId[]>();
  const compensationHandlers = new Map<string, ElementId>();
  for (const container of containersOf(process)) {
    const scopeId = asElementId(idOf(container) ?? '');
    for (const element of children(container, 'flowElements')) {
      if (element.$type === 'bpmn:SequenceFlow') {
        const flow = sequenceFlow(element, scopeId, document);
        if (flow === null) continue;
        flows[flow.id] = flow;
        push(outgoing, flow.sourceId, flow.id);
        push(incoming, flow.targetId, flow.id);
      }
      const attachedTo = element.$type === 'bpmn:BoundaryEvent' ? child(element, 'attachedToRef') : null;
      const attachedToId = attachedTo === null ? null : idOf(attachedTo);
      const id = idOf(element);
      if (attachedToId !== null && id !== null) push(boundaryEvents, attachedToId, asElementId(id));
    }
    for (const [activityId, handlerId] of compensationPairs(container)) compensationHandlers.set(activityId, handlerId);
  }
  return { document, flows, incoming, outgoing, boundaryEvents, compensationHandlers, lanes: lanesOf(process) };
}

/** Whether the element is a flow node that can be built: it has an id and is a flow node in BPMN's sense. */
export const isFlowNode = (element: ModdleElement): boolean => isA(element, 'bpmn:FlowNode') && idOf(element) !== null;

/** Whether the sub-process is an event sub-process. */
export const isEventSubProcess = (element: ModdleElement): boolean =>
  isA(element, 'bpmn:SubProcess') && flag(element, 'triggeredByEvent', false);
