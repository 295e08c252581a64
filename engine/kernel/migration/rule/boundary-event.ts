import type { MigrationRule } from '../context.ts';
import { eventsOfWaits, problem, targetNode } from '../context.ts';

/** A boundary event that waits stays at its activity; one that is attached elsewhere is taken out of the mapping to be closed. */
export const boundaryEvent: MigrationRule = (context) =>
  eventsOfWaits(context, Object.values(context.state.waits)).flatMap((event) => {
    const target = event.kind === 'boundaryEvent' ? targetNode(context, event.id) : null;
    if (event.kind !== 'boundaryEvent' || target?.kind !== 'boundaryEvent') return [];
    const host = context.mapping.get(event.attachedToId);
    if (host === undefined || host === target.attachedToId) return [];
    return [
      problem(
        'BOUNDARY_EVENT_MOVED',
        event.id,
        `Expected "${target.id}" to be attached to "${host}" as before, but it is attached to "${target.attachedToId}": map "${event.id}" to nothing to close it.`,
      ),
    ];
  });
