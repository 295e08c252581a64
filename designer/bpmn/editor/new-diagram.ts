/** What a new diagram starts from: one start event, or a pool with lanes for the groups that work in it. */
export type DiagramTemplate = 'plain' | 'lanes';

/** Names shown in a new diagram. */
export interface NewDiagramTexts {
  readonly start: string;
  readonly lanes: readonly [string, string];
}

const LANE_HEIGHT = 180;
const POOL_WIDTH = 1100;
const LABEL_WIDTH = 30;

/**
 * Makes an id for a process from its name: Latin letters, digits and hyphens ("Deal to cash" -> "deal-to-cash"). Letters of other scripts have no
 * place in the keys that commands and addresses use; a name without any Latin letter gives `process-` and the suffix.
 */
export function processIdFrom(name: string, suffix: string): string {
  const plain = name
    .normalize('NFD')
    .replaceAll(/\p{Mark}/gu, '')
    .toLowerCase();
  const id = plain.replaceAll(/[^a-z0-9]+/g, '-').replaceAll(/^-+|-+$/g, '');
  return /^[a-z]/.test(id) ? id : `process-${suffix}`;
}

/** The XML of a new, executable process. */
export function newDiagram(template: DiagramTemplate, name: string, processId: string, texts: NewDiagramTexts): string {
  return template === 'lanes' ? withLanes(name, processId, texts) : plain(name, processId, texts);
}

function plain(name: string, processId: string, texts: NewDiagramTexts): string {
  return document(
    `  <bpmn:process id="${processId}" name="${escape(name)}" isExecutable="true">
    <bpmn:startEvent id="Start" name="${escape(texts.start)}" />
  </bpmn:process>`,
    processId,
    startShape(180, 160),
  );
}

function withLanes(name: string, processId: string, texts: NewDiagramTexts): string {
  const [first, second] = texts.lanes;
  const model = `  <bpmn:collaboration id="Collaboration">
    <bpmn:participant id="Pool" name="${escape(name)}" processRef="${processId}" />
  </bpmn:collaboration>
  <bpmn:process id="${processId}" name="${escape(name)}" isExecutable="true">
    <bpmn:laneSet id="Lanes">
      <bpmn:lane id="LaneOne" name="${escape(first)}">
        <bpmn:flowNodeRef>Start</bpmn:flowNodeRef>
      </bpmn:lane>
      <bpmn:lane id="LaneTwo" name="${escape(second)}" />
    </bpmn:laneSet>
    <bpmn:startEvent id="Start" name="${escape(texts.start)}" />
  </bpmn:process>`;
  const shapes = [
    shape('Pool', 120, 60, POOL_WIDTH, 2 * LANE_HEIGHT),
    shape('LaneOne', 120 + LABEL_WIDTH, 60, POOL_WIDTH - LABEL_WIDTH, LANE_HEIGHT),
    shape('LaneTwo', 120 + LABEL_WIDTH, 60 + LANE_HEIGHT, POOL_WIDTH - LABEL_WIDTH, LANE_HEIGHT),
    startShape(200, 132),
  ];
  return document(model, 'Collaboration', shapes.join('\n'));
}

function document(model: string, plane: string, shapes: string): string {
  return `<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI" xmlns:dc="http://www.omg.org/spec/DD/20100524/DC" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" xmlns:lanework="https://lanework.dev/schema/1.0" id="Definitions" targetNamespace="https://lanework.dev/process">
${model}
  <bpmndi:BPMNDiagram id="Diagram">
    <bpmndi:BPMNPlane id="Plane" bpmnElement="${plane}">
${shapes}
    </bpmndi:BPMNPlane>
  </bpmndi:BPMNDiagram>
</bpmn:definitions>
`;
}

function startShape(x: number, y: number): string {
  return `      <bpmndi:BPMNShape id="Start_di" bpmnElement="Start">
        <dc:Bounds x="${x}" y="${y}" width="36" height="36" />
        <bpmndi:BPMNLabel>
          <dc:Bounds x="${x - 22}" y="${y + 43}" width="80" height="14" />
        </bpmndi:BPMNLabel>
      </bpmndi:BPMNShape>`;
}

function shape(element: string, x: number, y: number, width: number, height: number): string {
  return `      <bpmndi:BPMNShape id="${element}_di" bpmnElement="${element}" isHorizontal="true">
        <dc:Bounds x="${x}" y="${y}" width="${width}" height="${height}" />
      </bpmndi:BPMNShape>`;
}

/** Makes a text safe inside an XML attribute. */
function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
