import type { ElementId, EventSubProcess, IntermediateCatchEvent, ProcessDefinition, StartEvent } from '../model/index.ts';

import { computeReach, numberGraph } from './reach.ts';
import type { NumberedGraph, Reach } from './reach.ts';

/** An event sub-process with its one start event. */
export interface EventSubProcessFact {
  readonly node: EventSubProcess;
  readonly start: StartEvent;
}

/** What can be read off a definition once and for all. */
export interface GraphFacts {
  /** Event sub-processes by id of the container they stand in; containers without any have no entry. */
  readonly eventSubProcesses: ReadonlyMap<ElementId, readonly EventSubProcessFact[]>;
  readonly reachOf: (gatewayId: ElementId) => Reach;
  /** True when any event of the definition is conditional. */
  readonly hasConditions: boolean;
  readonly hasComplexGateways: boolean;
  /** True when any activity requires data inputs. */
  readonly requiresData: boolean;
  /** True when any ad-hoc sub-process has sequential ordering. */
  readonly hasSequentialAdHoc: boolean;
  /** The catching link event that a throwing one of the same container and link name leads to. */
  readonly linkTarget: (containerId: ElementId, linkName: string) => IntermediateCatchEvent | null;
}

const CACHE = new WeakMap<ProcessDefinition, GraphFacts>();

/** The facts of a definition, computed when first asked for and kept as long as the definition lives. */
export function factsOf(definition: ProcessDefinition): GraphFacts {
  const known = CACHE.get(definition);
  if (known !== undefined) return known;
  const facts = computeFacts(definition);
  CACHE.set(definition, facts);
  return facts;
}

function computeFacts(definition: ProcessDefinition): GraphFacts {
  const reach = new Map<ElementId, Reach>();
  let graph: NumberedGraph | null = null;
  return {
    eventSubProcesses: findEventSubProcesses(definition),
    hasConditions: Object.values(definition.nodes).some(
      (node) => 'definitions' in node && node.definitions.some(({ kind }) => kind === 'conditional'),
    ),
    reachOf: (gatewayId) => {
      graph ??= numberGraph(definition, findPredecessors(definition));
      const known = reach.get(gatewayId) ?? computeReach(definition, graph, gatewayId);
      reach.set(gatewayId, known);
      return known;
    },
    hasSequentialAdHoc: Object.values(definition.nodes).some((node) => node.kind === 'adHocSubProcess' && node.ordering === 'sequential'),
    requiresData: Object.values(definition.nodes).some((node) => node.inputSets !== undefined),
    hasComplexGateways: Object.values(definition.nodes).some((node) => node.kind === 'complexGateway'),
    linkTarget: (containerId, linkName) => findLinkTarget(definition, containerId, linkName),
  };
}

function findEventSubProcesses(definition: ProcessDefinition): ReadonlyMap<ElementId, readonly EventSubProcessFact[]> {
  const found = new Map<ElementId, EventSubProcessFact[]>();
  for (const content of Object.values(definition.containers)) {
    for (const id of content.eventSubProcessIds) {
      const node = definition.nodes[id];
      if (node?.kind !== 'eventSubProcess') continue;
      const start = definition.nodes[definition.containers[id]?.startEventIds[0] ?? ''];
      if (start?.kind !== 'startEvent') continue;
      found.set(node.scopeId, [...(found.get(node.scopeId) ?? []), { node, start }]);
    }
  }
  return found;
}

function findLinkTarget(definition: ProcessDefinition, containerId: ElementId, linkName: string): IntermediateCatchEvent | null {
  for (const id of definition.containers[containerId]?.nodeIds ?? []) {
    const node = definition.nodes[id];
    if (node?.kind !== 'intermediateCatchEvent') continue;
    if (node.definitions.some((candidate) => candidate.kind === 'link' && candidate.linkName === linkName)) return node;
  }
  return null;
}

/**
 * The nodes from which a token can come to a node in one step: over a sequence flow, from an activity to its boundary events, and from
 * a throwing link event to its catching one.
 */
function findPredecessors(definition: ProcessDefinition): ReadonlyMap<ElementId, readonly ElementId[]> {
  const predecessors = new Map<ElementId, ElementId[]>();
  const add = (to: ElementId, from: ElementId): void => {
    const list = predecessors.get(to);
    if (list === undefined) predecessors.set(to, [from]);
    else list.push(from);
  };
  for (const flow of Object.values(definition.flows)) add(flow.targetId, flow.sourceId);
  for (const node of Object.values(definition.nodes)) {
    if (node.kind === 'boundaryEvent') add(node.id, node.attachedToId);
    if (node.kind !== 'intermediateThrowEvent') continue;
    for (const thrown of node.definitions) {
      const target = thrown.kind === 'link' ? findLinkTarget(definition, node.scopeId, thrown.linkName) : null;
      if (target !== null) add(target.id, node.id);
    }
  }
  return predecessors;
}
