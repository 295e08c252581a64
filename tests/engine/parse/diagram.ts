const OPEN = `<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
  xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" xmlns:lanework="https://lanework.dev/schema/1.0" id="definitions" targetNamespace="https://lanework.dev/test">`;

/** A BPMN file with one executable process `p` of the given flow elements, and root elements before it. One element per line keeps lines meaningful. */
export function diagram(elements: readonly string[], roots: readonly string[] = []): string {
  return file([...roots, '<bpmn:process id="p" isExecutable="true">', ...elements.map((line) => `  ${line}`), '</bpmn:process>']);
}

/** A BPMN file with the given root elements. */
export function file(roots: readonly string[]): string {
  return [OPEN, ...roots.map((line) => `  ${line}`), '</bpmn:definitions>', ''].join('\n');
}

/** A sequence flow with an id made of its ends; `inner` is its content. */
export function flow(source: string, target: string, inner = '', id = `${source}_${target}`): string {
  return `<bpmn:sequenceFlow id="${id}" sourceRef="${source}" targetRef="${target}">${inner}</bpmn:sequenceFlow>`;
}

/** Content of a conditional flow. */
export const when = (condition: string): string =>
  `<bpmn:conditionExpression xsi:type="bpmn:tFormalExpression">${condition}</bpmn:conditionExpression>`;

/** Start event, the given nodes in a row, end event, with the flows between them. `nodes` are pairs of id and XML. */
export function row(...nodes: readonly (readonly [id: string, xml: string])[]): readonly string[] {
  const ids = ['s', ...nodes.map(([id]) => id), 'e'];
  const flows = ids.slice(1).map((id, index) => flow(ids[index] ?? 's', id));
  return ['<bpmn:startEvent id="s" />', ...nodes.map(([, xml]) => xml), '<bpmn:endEvent id="e" />', ...flows];
}

/** An element with extension elements. */
export function extended(type: string, attributes: string, extensions: string, content = ''): string {
  return `<bpmn:${type} ${attributes}><bpmn:extensionElements>${extensions}</bpmn:extensionElements>${content}</bpmn:${type}>`;
}

/** 1-based line of the element with the id, counted by the test itself. */
export function lineOf(xml: string, id: string): number {
  const index = xml.indexOf(` id="${id}"`);
  if (index === -1) throw new Error(`Expected an element with id ${id} in the fixture, but found none`);
  return xml.slice(0, index).split('\n').length;
}

export const MESSAGE = '<bpmn:message id="m1" name="Paid" />';
export const SIGNAL = '<bpmn:signal id="sg1" name="StockArrived" />';
export const ERROR = '<bpmn:error id="er1" name="Short" errorCode="SHORT" />';
export const ESCALATION = '<bpmn:escalation id="es1" name="Late" escalationCode="LATE" />';

/** A service task that somebody serves. */
export const service = (id: string, more = ''): string =>
  extended('serviceTask', `id="${id}"`, `<zeebe:taskDefinition type="work" />${more}`);
