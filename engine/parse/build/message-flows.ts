import { child, children, idOf, text } from '../moddle-element.ts';
import type { ModdleElement } from '../moddle-element.ts';

/** Everything in a file that receives a message. */
const RECEIVING: ReadonlySet<string> = new Set([
  'bpmn:ReceiveTask',
  'bpmn:StartEvent',
  'bpmn:IntermediateCatchEvent',
  'bpmn:BoundaryEvent',
]);

function rootOf(element: ModdleElement): ModdleElement {
  let current = element;
  while (current.$parent !== undefined) current = current.$parent;
  return current;
}

/** The message flows of a file that leave a node, or lead to it (BPMN 2.0.2, 9.4). */
function flowsOf(node: ModdleElement, end: 'sourceRef' | 'targetRef'): readonly ModdleElement[] {
  return children(rootOf(node), 'rootElements')
    .filter((root) => root.$type === 'bpmn:Collaboration')
    .flatMap((collaboration) => children(collaboration, 'messageFlows'))
    .filter((flow) => child(flow, end) === node);
}

/** The message that an element itself names: by `messageRef`, or by the operation that it calls or offers (BPMN 2.0.2, 8.4.3). */
export function namedMessage(element: ModdleElement): ModdleElement | null {
  const operation = child(element, 'operationRef');
  return child(element, 'messageRef') ?? (operation === null ? null : child(operation, 'inMessageRef'));
}

/** The message that an event or a message task names. */
function messageAt(node: ModdleElement): ModdleElement | null {
  const definitions = [...children(node, 'eventDefinitions'), ...children(node, 'eventDefinitionRef')];
  return [node, ...definitions].map(namedMessage).find((message) => message !== null) ?? null;
}

const isNode = (element: ModdleElement | null): element is ModdleElement => element !== null && element.$type !== 'bpmn:Participant';

/** What a message is called where its node names none. */
export interface FlowMessage {
  /** The message of the flow, or of the node at its other end. */
  readonly message: ModdleElement | null;
  /** Name of the flow, else its id when both of its ends are nodes. */
  readonly name: string | null;
}

/** The message of the first message flow at a node; null when there is none that says what is sent. */
export function flowMessage(node: ModdleElement, throws: boolean): FlowMessage | null {
  for (const flow of flowsOf(node, throws ? 'sourceRef' : 'targetRef')) {
    const other = child(flow, throws ? 'targetRef' : 'sourceRef');
    const message = child(flow, 'messageRef') ?? (isNode(other) ? messageAt(other) : null);
    if (message !== null) return { message, name: null };
    // A send task that speaks to a partner outside of the file waits for somebody to do it, as one without any message flow does.
    const isWork = node.$type === 'bpmn:SendTask' && !isNode(other);
    const name = isWork ? null : (text(flow, 'name') ?? (isNode(other) ? idOf(flow) : null));
    if (name !== null) return { message: null, name };
  }
  return null;
}

/** The nodes that the message flows of a throwing node lead to and that wait for the very message; empty when none does. */
export function targetsOf(node: ModdleElement, message: ModdleElement | null): readonly string[] {
  return flowsOf(node, 'sourceRef').flatMap((flow) => {
    const target = child(flow, 'targetRef');
    if (!isNode(target) || !RECEIVING.has(target.$type)) return [];
    const awaited = messageAt(target);
    const isSame = awaited === null || awaited === message || (message !== null && text(awaited, 'name') === text(message, 'name'));
    const id = idOf(target);
    return isSame && id !== null ? [id] : [];
  });
}
