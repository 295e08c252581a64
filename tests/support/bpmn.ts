/** Writes a BPMN file of one process around its content, for tests whose diagram is a few lines long. */
export function bpmn(processId: string, content: string, rootElements = ''): string {
  return `<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
  xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" xmlns:lanework="https://lanework.dev/schema/1.0" id="definitions-${processId}" targetNamespace="https://lanework.dev/test">
${rootElements}
  <bpmn:process id="${processId}" name="${processId}" isExecutable="true">
${content}
  </bpmn:process>
</bpmn:definitions>`;
}

let flows = 0;

/** A sequence flow with an id of its own. */
export function flow(from: string, to: string, condition?: string): string {
  flows += 1;
  const body =
    condition === undefined
      ? '/>'
      : `><bpmn:conditionExpression xsi:type="bpmn:tFormalExpression">${condition}</bpmn:conditionExpression></bpmn:sequenceFlow>`;
  return `<bpmn:sequenceFlow id="flow${flows}" sourceRef="${from}" targetRef="${to}"${body}`;
}

/** Flows that lead through the elements in turn. */
export function path(...ids: readonly string[]): string {
  return ids
    .slice(1)
    .map((id, index) => flow(ids[index] ?? '', id))
    .join('\n');
}

/** A service task that names an operation. */
export function serviceTask(id: string, topic: string, retries = 3, extension = ''): string {
  return `<bpmn:serviceTask id="${id}" name="${id}"><bpmn:extensionElements><zeebe:taskDefinition type="${topic}" retries="${retries}" />${extension}</bpmn:extensionElements></bpmn:serviceTask>`;
}
