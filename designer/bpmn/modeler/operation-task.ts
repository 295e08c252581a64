import type Modeler from 'bpmn-js/lib/Modeler';
import { inOneStep } from './one-step.ts';
import { service, type DiagramElement } from './services.ts';

/** Below this zoom the name of a task cannot be read. */
const SMALLEST_READABLE = 0.55;
const READING_ZOOM = 0.85;
/** Free space around an element that is brought into view. */
const SHOWN_MARGIN = 160;
/** Length of a flow into which a task is put: the task and a short flow on either side. */
const NEEDED_ROOM = 200;

const TASK_WIDTH = 120;
const ROW_HEIGHT = 100;
/** How far below the wanted place a free one is looked for. */
const MAX_ROWS_TRIED = 30;

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
 * Places a new operation task where it makes sense and selects it: into the selected sequence flow, behind the selected flow node, where the process
 * under construction goes on, else in the middle of what is visible. Returns the placed shape.
 */
export function placeOperationTask(modeler: Modeler, templateId: string, title: string): DiagramElement {
  const shape = makeOperationTask(modeler, templateId, title);
  const selected = service(modeler, 'selection').get();
  let placed = shape;
  inOneStep(modeler, () => {
    placed = place(modeler, shape, selected.length === 1 ? selected[0] : undefined);
  });
  service(modeler, 'selection').select(placed);
  showElement(modeler, placed);
  return placed;
}

/** Brings an element into view, large enough to be read. */
export function showElement(modeler: Modeler, element: DiagramElement): void {
  const canvas = service(modeler, 'canvas');
  if (element.waypoints === undefined && canvas.viewbox().scale < SMALLEST_READABLE) {
    canvas.zoom(READING_ZOOM, { x: element.x + element.width / 2, y: element.y + element.height / 2 });
  }
  canvas.scrollToElement(element, SHOWN_MARGIN);
}

function place(modeler: Modeler, shape: DiagramElement, selected: DiagramElement | undefined): DiagramElement {
  const modeling = service(modeler, 'modeling');
  const flow = selected === undefined ? undefined : flowToSplit(selected);
  if (flow !== undefined) {
    makeRoom(modeler, flow);
    return modeling.createShape(shape, middleOf(flow), flow);
  }
  if (selected !== undefined && canBeFollowed(selected)) return service(modeler, 'autoPlace').append(selected, shape);
  const loose = looseEnd(modeler);
  if (loose !== undefined) return service(modeler, 'autoPlace').append(loose, shape);
  const position = freePlace(modeler, middleOfView(modeler));
  return modeling.createShape(shape, position, containerAt(modeler, position));
}

/** The one flow node that nothing follows and that does not end the process, where a process under construction goes on; undefined when it is not clear. */
function looseEnd(modeler: Modeler): DiagramElement | undefined {
  const ends = service(modeler, 'elementRegistry').filter(
    (each) => canBeFollowed(each) && each.outgoing?.some((flow) => flow.type === 'bpmn:SequenceFlow') !== true,
  );
  const [only, second] = ends.filter((each) => each.businessObject.get('isForCompensation') !== true);
  return second === undefined ? only : undefined;
}

/** The nearest place at or below a point where a task covers nothing. */
function freePlace(modeler: Modeler, point: { x: number; y: number }): { x: number; y: number } {
  const nodes = service(modeler, 'elementRegistry').filter((each) => /(Task|Event|Gateway|Activity)$/.test(each.type));
  for (let row = 0; row < MAX_ROWS_TRIED; row += 1) {
    const place = { x: point.x, y: point.y + row * ROW_HEIGHT };
    const covers = nodes.some(
      (each) =>
        Math.abs(each.x + each.width / 2 - place.x) < (each.width + TASK_WIDTH) / 2 &&
        Math.abs(each.y + each.height / 2 - place.y) < (each.height + ROW_HEIGHT) / 2,
    );
    if (!covers) return place;
  }
  return point;
}

/** The flow into which a task belongs that is put behind (or, at an end event, before) the selected element; undefined when there is none or several. */
function flowToSplit(selected: DiagramElement): DiagramElement | undefined {
  if (selected.type === 'bpmn:SequenceFlow') return selected;
  const flows =
    (selected.type === 'bpmn:EndEvent' ? selected.incoming : selected.outgoing)?.filter((each) => each.type === 'bpmn:SequenceFlow') ?? [];
  return flows.length === 1 && !selected.type.endsWith('Gateway') ? flows[0] : undefined;
}

/** Moves what lies behind the middle of a flow to the right when a task would not fit between its ends. */
function makeRoom(modeler: Modeler, flow: DiagramElement): void {
  const { length, x, horizontal } = longestPiece(flow);
  const missing = NEEDED_ROOM - length;
  if (!horizontal || missing <= 0) return;
  const spaceTool = service(modeler, 'spaceTool');
  const all = service(modeler, 'elementRegistry').filter((each) => each.parent !== undefined && each.parent !== null);
  const { movingShapes, resizingShapes } = spaceTool.calculateAdjustments(all, 'x', missing, x);
  spaceTool.makeSpace(movingShapes, resizingShapes, { x: missing, y: 0 }, 'e', x);
}

/** True for a flow node that may have outgoing sequence flows. */
function canBeFollowed(element: DiagramElement): boolean {
  const followed =
    /^bpmn:(.*Task|.*Gateway|StartEvent|Intermediate.*Event|BoundaryEvent|SubProcess|AdHocSubProcess|Transaction|CallActivity)$/;
  return followed.test(element.type);
}

/** The middle of the longest piece of a connection. */
function middleOf(connection: DiagramElement): { x: number; y: number } {
  const { x, y } = longestPiece(connection);
  return { x, y };
}

function longestPiece(connection: DiagramElement): {
  readonly length: number;
  readonly x: number;
  readonly y: number;
  readonly horizontal: boolean;
} {
  const points = connection.waypoints ?? [];
  let best = { length: -1, x: 0, y: 0, horizontal: false };
  for (const [index, end] of points.entries()) {
    const start = points[index - 1];
    if (start === undefined) continue;
    const length = Math.hypot(end.x - start.x, end.y - start.y);
    if (length > best.length)
      best = {
        length,
        x: Math.round((start.x + end.x) / 2),
        y: Math.round((start.y + end.y) / 2),
        horizontal: start.y === end.y && end.x > start.x,
      };
  }
  return best;
}

function middleOfView(modeler: Modeler): { x: number; y: number } {
  const { x, y, width, height } = service(modeler, 'canvas').viewbox();
  return { x: Math.round(x + width / 2), y: Math.round(y + height / 2) };
}

/** The pool under a point, else the first pool, else the plane itself. */
function containerAt(modeler: Modeler, point: { x: number; y: number }): DiagramElement {
  const pools = service(modeler, 'elementRegistry').filter((each) => each.type === 'bpmn:Participant');
  const under = pools.find(
    (pool) => point.x >= pool.x && point.x <= pool.x + pool.width && point.y >= pool.y && point.y <= pool.y + pool.height,
  );
  return under ?? pools[0] ?? service(modeler, 'canvas').getRootElement();
}
