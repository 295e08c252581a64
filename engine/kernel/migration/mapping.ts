import type { ElementId, FlowNode, ProcessDefinition, SequenceFlow } from '../../model/index.ts';
import { asElementId } from '../../model/index.ts';

/** Which element of the target takes the place of which of the source; elements that are not in it have no place there. */
export type ElementMapping = ReadonlyMap<ElementId, ElementId>;

/** A flow keeps its place by its id, else as the only flow between the places of its ends. */
function flowPlace(flow: SequenceFlow, target: ProcessDefinition, nodes: ElementMapping): ElementId | null {
  if (target.flows[flow.id] !== undefined) return flow.id;
  const [sourceId, targetId] = [nodes.get(flow.sourceId), nodes.get(flow.targetId)];
  const between = Object.values(target.flows).filter((other) => other.sourceId === sourceId && other.targetId === targetId);
  const [only] = between;
  return only !== undefined && between.length === 1 ? only.id : null;
}

const isSameKind = (node: FlowNode, other: FlowNode | undefined): boolean => other?.kind === node.kind;

/** The mapping that suggests itself: each flow node to the one of the same id and kind, each flow by its id or its ends, the process to the process. */
export function proposeMapping(source: ProcessDefinition, target: ProcessDefinition): ElementMapping {
  const mapping = new Map<ElementId, ElementId>([[source.processId, target.processId]]);
  for (const node of Object.values(source.nodes)) if (isSameKind(node, target.nodes[node.id])) mapping.set(node.id, node.id);
  for (const flow of Object.values(source.flows)) {
    const place = flowPlace(flow, target, mapping);
    if (place !== null) mapping.set(flow.id, place);
  }
  return mapping;
}

/** The proposal with overrides: flows are proposed after the flow nodes have been overridden. An override to null takes an element out. */
export function resolveMapping(
  source: ProcessDefinition,
  target: ProcessDefinition,
  overrides: Readonly<Record<string, string | null>>,
): ElementMapping {
  const mapping = new Map(proposeMapping(source, target));
  const override = (id: ElementId): void => {
    const place = Object.hasOwn(overrides, id) ? overrides[id] : undefined;
    if (place === null) mapping.delete(id);
    else if (place !== undefined) mapping.set(id, asElementId(place));
  };
  for (const id of Object.keys(source.nodes)) override(asElementId(id));
  for (const flow of Object.values(source.flows)) {
    const place = flowPlace(flow, target, mapping);
    if (place !== null) mapping.set(flow.id, place);
    override(flow.id);
  }
  return mapping;
}
