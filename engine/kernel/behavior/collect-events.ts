import type { BoundaryEvent, IntermediateCatchEvent, JsonObject, StartEvent } from '../../model/index.ts';
import type { ElementInstance } from '../../state/index.ts';
import type { Step } from '../step.ts';
import { openWaits, planEvents } from './event-waits.ts';
import { attempt } from './incident.ts';

type ParallelEvent = BoundaryEvent | IntermediateCatchEvent | StartEvent;

/** What a parallel multiple event has caught so far; kept at its owner, by the id of the event. */
interface Collected extends JsonObject {
  readonly payload: JsonObject;
  /** Positions of the escalations among its definitions that have come; for everything else a wait stands. */
  readonly escalations: readonly number[];
}

const NOTHING: Collected = { payload: {}, escalations: [] };

function collectedOf(owner: ElementInstance): Readonly<Record<string, Collected>> {
  const known = owner.data['collected'];
  // Only this file writes this member.
  return known === undefined ? {} : (known as unknown as Readonly<Record<string, Collected>>);
}

function keep(step: Step, owner: ElementInstance, eventId: string, collected: Collected): void {
  const { data } = step.instance(owner.id);
  step.emit({
    kind: 'elementDataChanged',
    elementInstanceId: owner.id,
    data: { ...data, collected: { ...collectedOf(step.instance(owner.id)), [eventId]: collected } },
  });
}

/** True when nothing of the event is missing: no wait of it is open and all of its escalations have come. */
function isComplete(step: Step, event: ParallelEvent, owner: ElementInstance, { escalations }: Collected): boolean {
  if (step.waitsOf(owner.id).some((wait) => wait.elementId === event.id)) return false;
  return event.definitions.every(({ kind }, index) => kind !== 'escalation' || escalations.includes(index));
}

/**
 * A non-interrupting event waits for all of its definitions once more. One with a timer does not: a timer that has fired has no second time
 * that would belong to a second round.
 */
function waitAgain(step: Step, event: ParallelEvent, owner: ElementInstance): void {
  if (!('isInterrupting' in event) || event.isInterrupting) return;
  keep(step, owner, event.id, NOTHING);
  if (event.definitions.some(({ kind }) => kind === 'timer')) return;
  attempt(step, step.instance(owner.id), () => {
    openWaits(step, planEvents(step, event.definitions, event.id, owner.id));
    return true;
  });
}

/**
 * A parallel multiple event needs all of its definitions (BPMN 2.0.2, 10.5.4): what came along with those that have happened is kept at
 * the owner until the last one happens. Null while others are still missing, else everything that came along. `escalation` is the position of the
 * definition when the part is one; the wait of every other part is closed already. An error does not come here: it interrupts at once.
 */
export function collectPart(
  step: Step,
  event: ParallelEvent,
  owner: ElementInstance,
  escalation: number | null,
  payload: JsonObject,
): JsonObject | null {
  const before = collectedOf(step.instance(owner.id))[event.id] ?? NOTHING;
  const collected: Collected = {
    payload: { ...before.payload, ...payload },
    escalations: escalation === null || before.escalations.includes(escalation) ? before.escalations : [...before.escalations, escalation],
  };
  if (!isComplete(step, event, owner, collected)) {
    keep(step, owner, event.id, collected);
    return null;
  }
  waitAgain(step, event, owner);
  return collected.payload;
}
