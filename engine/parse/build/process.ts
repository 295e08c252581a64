import { asElementId } from '../../model/index.ts';
import type { ContainerContent, FlowNode, ProcessDefinition } from '../../model/index.ts';
import { children, extension, idOf, text } from '../moddle-element.ts';
import type { ModdleElement } from '../moddle-element.ts';
import type { XmlDocument } from '../read-xml.ts';
import { formOf, jobPriority } from './activities.ts';
import { propertiesOf } from './data.ts';
import { splitNames } from './expressions.ts';
import { flowNode, isGlobalTaskClass } from './flow-node.ts';
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

/**
 * A global task (BPMN 2.0.2, 10.3.6) as a process of that one task: call activities begin it, nothing else does. The task has the id of the
 * global task.
 */
function globalTaskDefinition(element: ModdleElement, document: XmlDocument): ProcessDefinition {
  const processId = asElementId(idOf(element) ?? '');
  const node = flowNode(element, processId, processGraph(element, document));
  const documentation = children(element, 'documentation')[0];
  return {
    processId,
    name: text(element, 'name'),
    isGlobalTask: true,
    versionTag: null,
    documentation: documentation === undefined ? null : (text(documentation, 'text')?.trim() ?? null),
    candidateStarterGroups: [],
    startFormId: null,
    nodes: node === null ? {} : { [node.id]: node },
    flows: {},
    containers: { [processId]: { nodeIds: node === null ? [] : [node.id], flowIds: [], startEventIds: [], eventSubProcessIds: [] } },
  };
}

/** Makes the executable definition of a `bpmn:Process` or a global task. Tolerates a broken diagram, because all its faults are to be reported at once. */
export function processDefinition(process: ModdleElement, document: XmlDocument): ProcessDefinition {
  if (isGlobalTaskClass(process.$type)) return globalTaskDefinition(process, document);
  const graph = processGraph(process, document);
  const nodes: Record<string, FlowNode> = {};
  const containers = containersOf(process);
  for (const container of containers) {
    for (const element of children(container, 'flowElements')) {
      const node = isFlowNode(element) ? flowNode(element, idOf(container) ?? '', graph) : null;
      if (node !== null) nodes[node.id] = node;
    }
  }
  const properties = propertiesOf(process);
  const versionTag = extension(process, 'zeebe:VersionTag');
  const documentation = children(process, 'documentation')[0];
  return {
    processId: asElementId(idOf(process) ?? ''),
    name: text(process, 'name'),
    versionTag: (versionTag === null ? null : text(versionTag, 'value')) ?? text(process, 'lanework:versionTag'),
    documentation: documentation === undefined ? null : (text(documentation, 'text')?.trim() ?? null),
    candidateStarterGroups: splitNames(text(process, 'lanework:candidateStarterGroups') ?? ''),
    startFormId: startFormId(process),
    ...(properties.length === 0 ? {} : { properties }),
    ...jobPriority(process),
    nodes,
    flows: graph.flows,
    containers: Object.fromEntries(containers.map((container) => [idOf(container) ?? '', contentOf(container, nodes, graph)])),
  };
}
