/** Pieces of XML that the claims are made of; each is one line of a diagram. */
export const startEvent = (id = 's', inner = ''): string => `<bpmn:startEvent id="${id}">${inner}</bpmn:startEvent>`;
export const endEvent = (id = 'e', inner = ''): string => `<bpmn:endEvent id="${id}">${inner}</bpmn:endEvent>`;
export const userTask = (id: string, inner = '', attributes = ''): string =>
  `<bpmn:userTask id="${id}" ${attributes}>${inner}</bpmn:userTask>`;
export const task = (id: string, inner = '', attributes = ''): string => `<bpmn:task id="${id}" ${attributes}>${inner}</bpmn:task>`;
export const catchEvent = (id: string, inner: string, attributes = ''): string =>
  `<bpmn:intermediateCatchEvent id="${id}" ${attributes}>${inner}</bpmn:intermediateCatchEvent>`;
export const throwEvent = (id: string, inner = ''): string =>
  `<bpmn:intermediateThrowEvent id="${id}">${inner}</bpmn:intermediateThrowEvent>`;
export const boundaryEvent = (id: string, attachedTo: string, inner: string, attributes = ''): string =>
  `<bpmn:boundaryEvent id="${id}" attachedToRef="${attachedTo}" ${attributes}>${inner}</bpmn:boundaryEvent>`;
export const NON_INTERRUPTING = 'cancelActivity="false"';
export const gateway = (
  kind: 'exclusive' | 'inclusive' | 'parallel' | 'complex' | 'eventBased',
  id: string,
  attributes = '',
  inner = '',
): string => `<bpmn:${kind}Gateway id="${id}" ${attributes}>${inner}</bpmn:${kind}Gateway>`;
export const script = (id: string, feel: string, resultVariable: string, attributes = ''): string =>
  `<bpmn:scriptTask id="${id}" ${attributes}><bpmn:extensionElements><zeebe:script expression="=${feel.replaceAll('"', '&quot;')}" resultVariable="${resultVariable}" /></bpmn:extensionElements></bpmn:scriptTask>`;
/** A script that notes that it ran: appends its id to the list `ran`. */
export const note = (id: string, attributes = ''): string => script(id, `append(ran, "${id}")`, 'ran', attributes);

const expression = (name: string, text: string): string => `<bpmn:${name} xsi:type="bpmn:tFormalExpression">${text}</bpmn:${name}>`;
export const duration = (text: string): string =>
  `<bpmn:timerEventDefinition>${expression('timeDuration', text)}</bpmn:timerEventDefinition>`;
export const cycle = (text: string): string => `<bpmn:timerEventDefinition>${expression('timeCycle', text)}</bpmn:timerEventDefinition>`;
export const date = (text: string): string => `<bpmn:timerEventDefinition>${expression('timeDate', text)}</bpmn:timerEventDefinition>`;
export const condition = (text: string): string =>
  `<bpmn:conditionalEventDefinition>${expression('condition', text)}</bpmn:conditionalEventDefinition>`;
export const message = '<bpmn:messageEventDefinition messageRef="m1" />';
export const signal = '<bpmn:signalEventDefinition signalRef="sg1" />';
export const error = '<bpmn:errorEventDefinition errorRef="er1" />';
export const escalation = '<bpmn:escalationEventDefinition escalationRef="es1" />';
export const terminate = '<bpmn:terminateEventDefinition />';
export const cancel = '<bpmn:cancelEventDefinition />';
export const compensation = (attributes = ''): string => `<bpmn:compensateEventDefinition ${attributes} />`;
export const link = (name: string): string => `<bpmn:linkEventDefinition name="${name}" />`;
export const association = (source: string, target: string): string =>
  `<bpmn:association id="${source}_handled_by_${target}" associationDirection="One" sourceRef="${source}" targetRef="${target}" />`;
export const container = (kind: string, id: string, content: readonly string[], attributes = ''): string =>
  `<bpmn:${kind} id="${id}" ${attributes}>${content.join('')}</bpmn:${kind}>`;
/** An event sub-process: its start event `<id>Start` with the definition, the content between, and its end. */
export const eventSubProcess = (id: string, definition: string, content: readonly string[], startAttributes = ''): string =>
  container(
    'subProcess',
    id,
    [`<bpmn:startEvent id="${id}Start" ${startAttributes}>${definition}</bpmn:startEvent>`, ...content],
    'triggeredByEvent="true"',
  );
