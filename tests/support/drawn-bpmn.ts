/** A flow node with its place on the drawing: events are 36 by 36, tasks 100 by 80. */
export interface DrawnNode {
  readonly kind: string;
  readonly id: string;
  readonly name?: string;
  readonly x: number;
  readonly y: number;
}

const sizeOf = ({ kind }: DrawnNode): readonly [number, number] => (kind.endsWith('Event') ? [36, 36] : [100, 80]);

/** Writes a BPMN file of one process with its drawing, for tests that look at diagrams in the browser. Flows are named `<from>-<to>`. */
export function drawn(processId: string, name: string, nodes: readonly DrawnNode[], flows: readonly (readonly [string, string])[]): string {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const middle = (id: string, side: 'left' | 'right'): string => {
    const node = byId.get(id);
    if (node === undefined) throw new Error(`Expected a node ${id}, but found none.`);
    const [width, height] = sizeOf(node);
    return `<di:waypoint x="${node.x + (side === 'right' ? width : 0)}" y="${node.y + height / 2}" />`;
  };
  const shapes = nodes.map((node) => {
    const [width, height] = sizeOf(node);
    return `<bpmndi:BPMNShape id="${node.id}_di" bpmnElement="${node.id}"><dc:Bounds x="${node.x}" y="${node.y}" width="${width}" height="${height}" /></bpmndi:BPMNShape>`;
  });
  const edges = flows.map(
    ([from, to]) =>
      `<bpmndi:BPMNEdge id="${from}-${to}_di" bpmnElement="${from}-${to}">${middle(from, 'right')}${middle(to, 'left')}</bpmndi:BPMNEdge>`,
  );
  return `<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI"
  xmlns:dc="http://www.omg.org/spec/DD/20100524/DC" xmlns:di="http://www.omg.org/spec/DD/20100524/DI" id="d" targetNamespace="https://lanework.dev/test">
<bpmn:process id="${processId}" name="${name}" isExecutable="true">
${nodes.map((node) => `<bpmn:${node.kind} id="${node.id}"${node.name === undefined ? '' : ` name="${node.name}"`} />`).join('\n')}
${flows.map(([from, to]) => `<bpmn:sequenceFlow id="${from}-${to}" sourceRef="${from}" targetRef="${to}" />`).join('\n')}
</bpmn:process>
<bpmndi:BPMNDiagram id="diagram"><bpmndi:BPMNPlane id="plane" bpmnElement="${processId}">
${[...shapes, ...edges].join('\n')}
</bpmndi:BPMNPlane></bpmndi:BPMNDiagram>
</bpmn:definitions>`;
}
