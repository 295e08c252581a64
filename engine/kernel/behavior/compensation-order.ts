import type { ElementId } from '../../model/index.ts';
import type { CompensationEntry } from '../../state/index.ts';
import type { Step } from '../step.ts';

/** The elements to which the boundary events of an activity lead over sequence flows, when they leave it running; empty without such events. */
function besideOf(step: Step, activityId: ElementId): ReadonlySet<ElementId> {
  const node = step.node(activityId);
  const found = new Set<ElementId>();
  const open = 'boundaryEventIds' in node ? node.boundaryEventIds.filter((id) => !interrupts(step, id)) : [];
  for (const id of open) {
    // The list grows while it is walked; each element is added once.
    for (const flowId of step.node(id).outgoing) {
      const { targetId } = step.flow(flowId);
      if (found.has(targetId)) continue;
      found.add(targetId);
      open.push(targetId);
    }
  }
  return found;
}

function interrupts(step: Step, eventId: ElementId): boolean {
  const event = step.node(eventId);
  return event.kind !== 'boundaryEvent' || event.isInterrupting;
}

/** True when the activity of `other` began after that of `entry`; ids count up within the instance. */
const beganLater = (entry: CompensationEntry, other: CompensationEntry): boolean =>
  Number(other.elementInstanceId) > Number(entry.elementInstanceId);

/**
 * The order in which entries are compensated (BPMN 2.0.2, 13.5.5): the last one to complete first, except that what a boundary event led to
 * while its activity went on comes before that activity, although it may have completed earlier.
 */
export function compensationOrder(step: Step, entries: readonly CompensationEntry[]): readonly CompensationEntry[] {
  const besideById = new Map<ElementId, ReadonlySet<ElementId>>();
  const beside = (id: ElementId): ReadonlySet<ElementId> => {
    const known = besideById.get(id) ?? besideOf(step, id);
    besideById.set(id, known);
    return known;
  };
  const ordered = new Set<CompensationEntry>();
  const add = (index: number): void => {
    const entry = entries[index];
    if (entry === undefined || ordered.has(entry)) return;
    const first = beside(entry.elementId);
    if (first.size > 0) {
      for (let earlier = index - 1; earlier >= 0; earlier -= 1) {
        const other = entries[earlier];
        if (other !== undefined && first.has(other.elementId) && beganLater(entry, other)) add(earlier);
      }
    }
    ordered.add(entry);
  };
  for (let index = entries.length - 1; index >= 0; index -= 1) add(index);
  return [...ordered];
}
