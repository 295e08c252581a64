import { asElementId } from '../../model/index.ts';
import type { ContainerContent, FlowNode, ProcessDefinition } from '../../model/index.ts';
import { children, extension, idOf, text } from '../moddle-element.ts';
import type { ModdleElement } from '../moddle-element.ts';
import type { XmlDocument } from '../read-xml.ts';
import { formOf } from './activities.ts';
import { splitNames } from './expressions.ts';
import { flowNode } from './flow-node.ts';
import { containersOf, isFlowNode, processGraph } from './graph.ts';
import type { ProcessGraph } from './graph.ts';

function contentOf(container: ModdleElement, nodes: Readonly<Record<string, FlowNode>>, graph: ProcessGraph): ContainerContent {
  const elements = children(container, 'flowElements');
  const ids = elements.flatMap((element) => idOf(element) ?? []);
  const nodeIds = ids.filter((id) => nodes[id] !== undefined).map(asElementId);
  return {
    nodeIds,
    flowIds: ids.filter((id) => graph.flows[id] !== undefined).map(asElementId),
    startEventIds: nodeIds.filter((id) => nodes[id]?.kind === 'startEvent'),
    eventSubProcessIds: nodeIds.filter((id) => nodes[id]?.kind === 'eventSubProcess'),
  };
}

/** Form of the none start event of the process itself. */
function startFormId(process: ModdleElement): string | null {
  const starts = children(process, 'flowElements').filter(
    (element) => element.$type === 'bpmn:StartEvent' && children(element, 'eventDefinitions').length === 0,
  );
  return starts.map(formOf).find((formId) => formId !== null) ?? null;
}

/** Makes the executable definition of a `bpmn:Process`. Tolerates a broken diagram, because all its faults are to be reported at once. */
export function processDefinition(process: ModdleElement, document: XmlDocument): ProcessDefinition {
  const graph = processGraph(process, document);
  const nodes: Record<string, FlowNode> = {};
  const containers = containersOf(process);
  for (const container of containers) {
    for (const element of children(container, 'flowElements')) {
      const node = isFlowNode(element) ? flowNode(element, idOf(container) ?? '', graph) : null;
      if (node !== null) nodes[node.id] = node;
    }
  }
  const versionTag = extension(process, 'zeebe:VersionTag');
  const documentation = children(process, 'documentation')[0];
  return {
    processId: asElementId(idOf(process) ?? ''),
    name: text(process, 'name'),
    versionTag: versionTag === null ? null : text(versionTag, 'value'),
    documentation: documentation === undefined ? null : (text(documentation, 'text')?.trim() ?? null),
    candidateStarterGroups: splitNames(text(process, 'lanework:candidateStarterGroups') ?? ''),
    startFormId: startFormId(process),
    nodes,
    flows: graph.flows,
    containers: Object.fromEntries(containers.map((container) => [idOf(container) ?? '', contentOf(container, nodes, graph)])),
  };
}
