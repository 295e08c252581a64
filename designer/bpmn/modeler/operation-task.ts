import type Modeler from 'bpmn-js/lib/Modeler';
import { service, type DiagramElement } from './services.ts';

/** Makes the service task of an operation, not yet placed: the element template is applied and the task bears the operation's title. */
export function makeOperationTask(modeler: Modeler, templateId: string, title: string): DiagramElement {
  const templates = service(modeler, 'elementTemplates');
  const template = templates.getLatest(templateId)[0] ?? templates.get(templateId);
  if (template === undefined || template === null) throw new Error(`Expected an element template ${templateId}, but the modeler has none.`);
  const shape = templates.createElement(template);
  shape.businessObject.set('name', title);
  return shape;
}

/** Lets the person drag a new operation task to its place. */
export function dragOperationTask(modeler: Modeler, event: Event, templateId: string, title: string): void {
  service(modeler, 'create').start(event, makeOperationTask(modeler, templateId, title));
}

/**
 * Places a new operation task where it makes sense and selects it: into the selected sequence flow, behind the selected flow node, else in the
 * middle of what is visible. Returns the placed shape.
 */
export function placeOperationTask(modeler: Modeler, templateId: string, title: string): DiagramElement {
  const shape = makeOperationTask(modeler, templateId, title);
  const selected = service(modeler, 'selection').get();
  const placed = place(modeler, shape, selected.length === 1 ? selected[0] : undefined);
  service(modeler, 'selection').select(placed);
  service(modeler, 'canvas').scrollToElement(placed);
  return placed;
}

function place(modeler: Modeler, shape: DiagramElement, selected: DiagramElement | undefined): DiagramElement {
  const modeling = service(modeler, 'modeling');
  if (selected?.type === 'bpmn:SequenceFlow') return modeling.createShape(shape, middleOf(selected), selected);
  if (selected !== undefined && canBeFollowed(selected)) return service(modeler, 'autoPlace').append(selected, shape);
  const position = middleOfView(modeler);
  return modeling.createShape(shape, position, containerAt(modeler, position));
}

/** True for a flow node that may have outgoing sequence flows. */
function canBeFollowed(element: DiagramElement): boolean {
  const followed = /^bpmn:(.*Task|.*Gateway|StartEvent|Intermediate.*Event|BoundaryEvent|SubProcess|AdHocSubProcess|Transaction|CallActivity)$/;
  return followed.test(element.type);
}

/** The middle of the longest piece of a connection. */
function middleOf(connection: DiagramElement): { x: number; y: number } {
  const points = connection.waypoints ?? [];
  let best = { length: -1, x: 0, y: 0 };
  for (const [index, end] of points.entries()) {
    const start = points[index - 1];
    if (start === undefined) continue;
    const length = Math.hypot(end.x - start.x, end.y - start.y);
    if (length > best.length) best = { length, x: (start.x + end.x) / 2, y: (start.y + end.y) / 2 };
  }
  return { x: best.x, y: best.y };
}

function middleOfView(modeler: Modeler): { x: number; y: number } {
  const { x, y, width, height } = service(modeler, 'canvas').viewbox();
  return { x: Math.round(x + width / 2), y: Math.round(y + height / 2) };
}

/** The pool under a point, else the first pool, else the plane itself. */
function containerAt(modeler: Modeler, point: { x: number; y: number }): DiagramElement {
  const pools = service(modeler, 'elementRegistry').filter((each) => each.type === 'bpmn:Participant');
  const under = pools.find((pool) => point.x >= pool.x && point.x <= pool.x + pool.width && point.y >= pool.y && point.y <= pool.y + pool.height);
  return under ?? pools[0] ?? service(modeler, 'canvas').getRootElement();
}
