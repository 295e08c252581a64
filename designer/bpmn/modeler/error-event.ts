import type Modeler from 'bpmn-js/lib/Modeler';
import { extensionValues } from './link-file.ts';
import { inOneStep } from './one-step.ts';
import { service, type DiagramElement, type ModdleElement } from './services.ts';

/** Distance between the events at the lower edge of a task, and of the first from its right corner. */
const EVENT_DISTANCE = 44;

/** The topic that an element calls by its task definition; undefined when it calls none. */
export function topicOfElement(element: DiagramElement): string | undefined {
  const definition = extensionValues(element.businessObject).find((each) => each.$type === 'zeebe:TaskDefinition');
  const type = definition?.get('type');
  return typeof type === 'string' ? type : undefined;
}

/** Codes of the errors that events at the element's edge already catch. */
export function caughtCodes(element: DiagramElement): readonly string[] {
  return (element.attachers ?? []).flatMap((event) => eventDefinitions(event).flatMap((definition) => codeOf(definition)));
}

/** Puts an event at the edge of a task that catches a business error of its operation; one step for undo. Returns the event. */
export function addErrorEvent(modeler: Modeler, task: DiagramElement, code: string, name: string): DiagramElement {
  const modeling = service(modeler, 'modeling');
  const event = service(modeler, 'elementFactory').createShape({
    type: 'bpmn:BoundaryEvent',
    eventDefinitionType: 'bpmn:ErrorEventDefinition',
  });
  const taken = task.attachers?.length ?? 0;
  const position = { x: task.x + task.width - EVENT_DISTANCE / 2 - taken * EVENT_DISTANCE, y: task.y + task.height };
  let placed = event;
  inOneStep(modeler, () => {
    placed = modeling.createShape(event, position, task, { attach: true });
    const [definition] = eventDefinitions(placed);
    if (definition !== undefined) modeling.updateModdleProperties(placed, definition, { errorRef: errorOf(modeler, placed, code) });
    modeling.updateProperties(placed, { name });
  });
  return placed;
}

/** The error of the diagram with that code, declared first when there is none. */
function errorOf(modeler: Modeler, event: DiagramElement, code: string): ModdleElement {
  const definitions = modeler.getDefinitions();
  // moddle types nothing: `rootElements` of bpmn:Definitions is always a list of moddle elements.
  const declared = definitions.get('rootElements') as ModdleElement[];
  const known = declared.find((each) => each.$type === 'bpmn:Error' && each.get('errorCode') === code);
  if (known !== undefined) return known;
  const error = service(modeler, 'bpmnFactory').create('bpmn:Error', { errorCode: code, name: code });
  service(modeler, 'modeling').updateModdleProperties(event, definitions, { rootElements: [...declared, error] });
  return error;
}

function eventDefinitions(event: DiagramElement): readonly ModdleElement[] {
  const definitions = event.businessObject.get('eventDefinitions');
  // moddle types nothing: `eventDefinitions` of an event is a list of moddle elements.
  return Array.isArray(definitions) ? (definitions as ModdleElement[]) : [];
}

function codeOf(definition: ModdleElement): readonly string[] {
  if (definition.$type !== 'bpmn:ErrorEventDefinition') return [];
  const error = definition.get('errorRef');
  if (typeof error !== 'object' || error === null) return [];
  // moddle types nothing: `errorRef` is a bpmn:Error.
  const code = (error as ModdleElement).get('errorCode');
  return typeof code === 'string' ? [code] : [];
}
