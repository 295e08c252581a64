import type {
  BoundaryEvent,
  ElementId,
  ElementInstanceId,
  EventDefinition,
  Expression,
  FlowNode,
  JsonObject,
  StartEvent,
} from '../../model/index.ts';
import type { ElementInstance } from '../../state/index.ts';
import type { Step } from '../step.ts';
import { collectPart } from './collect-events.ts';
import { boundaryEventsOf, triggerBoundaryEvent } from './boundary-events.ts';
import { evaluateOptionalText } from './evaluate.ts';
import { acceptsEvents, triggerEventSubProcess } from './event-sub-processes.ts';

/** What is on its way up: an error or an escalation with its code. */
export interface Thrown {
  readonly kind: 'error' | 'escalation';
  readonly code: string;
}

/** The event that catches, with the instance it belongs to: the activity of a boundary event, the scope of an event sub-process. */
export type Catcher =
  | { readonly kind: 'boundary'; readonly owner: ElementInstance; readonly event: BoundaryEvent }
  | { readonly kind: 'eventSubProcess'; readonly owner: ElementInstance; readonly event: StartEvent };

type Match = 'none' | 'every' | 'exact';

function codeOf(definition: EventDefinition, kind: Thrown['kind']): Expression | null | undefined {
  if (kind === 'error' && definition.kind === 'error') return definition.errorCode;
  if (kind === 'escalation' && definition.kind === 'escalation') return definition.escalationCode;
  return undefined;
}

function match(step: Step, definitions: readonly EventDefinition[], thrown: Thrown, scopeId: ElementInstanceId): Match {
  let best: Match = 'none';
  for (const definition of definitions) {
    const expression = codeOf(definition, thrown.kind);
    if (expression === undefined) continue;
    const code = evaluateOptionalText(step, expression, scopeId, `the ${thrown.kind} code`);
    if (code === thrown.code) return 'exact';
    if (code === null || code === '') best = 'every';
  }
  return best;
}

/** The event that names the code, else the first one that catches every code. */
function bestOf<Event extends BoundaryEvent | StartEvent>(
  step: Step,
  events: readonly Event[],
  thrown: Thrown,
  scopeId: ElementInstanceId,
): Event | null {
  let fallback: Event | null = null;
  for (const event of events) {
    const found = match(step, event.definitions, thrown, scopeId);
    if (found === 'exact') return event;
    if (found === 'every') fallback ??= event;
  }
  return fallback;
}

function boundaryCatcher(step: Step, node: FlowNode, instance: ElementInstance, thrown: Thrown): Catcher | null {
  if (!('boundaryEventIds' in node) || node.boundaryEventIds.length === 0 || instance.loopIndex !== null) return null;
  const event = bestOf(step, boundaryEventsOf(step, node), thrown, instance.id);
  return event === null ? null : { kind: 'boundary', owner: instance, event };
}

function eventSubProcessCatcher(step: Step, scope: ElementInstance, fromId: ElementId, thrown: Thrown): Catcher | null {
  const facts = acceptsEvents(scope) ? step.facts.eventSubProcesses.get(scope.elementId) : undefined;
  if (facts === undefined) return null;
  const starts = facts.filter(({ node }) => node.id !== fromId).map(({ start }) => start);
  const event = bestOf(step, starts, thrown, scope.id);
  return event === null ? null : { kind: 'eventSubProcess', owner: scope, event };
}

/**
 * The nearest event that catches what `source` throws: from the inside out the boundary events of each activity, then the event
 * sub-processes of each scope (BPMN 2.0.2, 10.5.6 and 13.5.3). An event sub-process does not catch what comes out of itself.
 * Null when nothing in this process instance catches it.
 */
export function findCatcher(step: Step, source: ElementInstance, thrown: Thrown): Catcher | null {
  let current = source;
  while (current.scopeId !== null) {
    const scope = step.instance(current.scopeId);
    const catcher =
      boundaryCatcher(step, step.node(current.elementId), current, thrown) ??
      eventSubProcessCatcher(step, scope, current.elementId, thrown);
    if (catcher !== null) return catcher;
    current = scope;
  }
  return null;
}

/** Lets the catching event begin its flow with the variables that came along. */
export function deliver(step: Step, catcher: Catcher, thrown: Thrown, payload: JsonObject): void {
  step.emit({
    kind: 'eventCaught',
    elementId: catcher.event.id,
    elementInstanceId: catcher.owner.id,
    event: thrown.kind,
    code: thrown.code,
  });
  const all = partOf(step, catcher, thrown, payload);
  if (all === null) return;
  const owner = step.instance(catcher.owner.id);
  if (catcher.kind === 'boundary') triggerBoundaryEvent(step, owner, catcher.event, all);
  else triggerEventSubProcess(step, owner, catcher.event, all);
}

/** What the event goes on with; null when it is a parallel multiple one that needs more than this escalation. */
function partOf(step: Step, { event, owner }: Catcher, thrown: Thrown, payload: JsonObject): JsonObject | null {
  if (!event.isParallelMultiple || event.definitions.length < 2 || thrown.kind === 'error') return payload;
  const matching = event.definitions.map((definition) => match(step, [definition], thrown, owner.id));
  const index = matching.includes('exact') ? matching.indexOf('exact') : matching.indexOf('every');
  return collectPart(step, event, owner, index, payload);
}
