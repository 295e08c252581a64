import type { MigrationRule } from '../context.ts';
import { problem } from '../context.ts';

/** An event that an event-based gateway waits for still follows the gateway; one that does not is taken out of the mapping to be closed. */
export const eventGateway: MigrationRule = ({ state, target, mapping, active }) =>
  active.flatMap((element) => {
    if (element.source.kind !== 'eventBasedGateway' || element.target?.kind !== 'eventBasedGateway') return [];
    const gateway = element.target;
    const ids = new Set<string>(element.instances.map(({ id }) => id));
    const following = new Set(gateway.outgoing.map((flowId) => target.flows[flowId]?.targetId));
    const events = new Set(
      Object.values(state.waits)
        .filter((wait) => ids.has(wait.elementInstanceId))
        .map((wait) => wait.elementId),
    );
    return [...events].flatMap((id) => {
      const place = mapping.get(id);
      if (place === undefined || following.has(place)) return [];
      return [
        problem(
          'EVENT_GATEWAY_CHANGED',
          id,
          `Expected "${place}" to follow "${gateway.id}", which waits for it, but it does not: map "${id}" to nothing to close it.`,
        ),
      ];
    });
  });
