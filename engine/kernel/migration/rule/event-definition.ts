import type { FlowNode } from '../../../model/index.ts';
import type { MigrationRule } from '../context.ts';
import { eventsOfWaits, kindsOf, problem, targetNode } from '../context.ts';

/** An event that waits goes on to wait for the same kind of thing: what is waited for may change, a timer does not become a message. */
export const eventDefinition: MigrationRule = (context) => {
  const events = new Set<FlowNode>([
    ...context.active.map(({ source }) => source),
    ...eventsOfWaits(context, Object.values(context.state.waits)),
  ]);
  return [...events].flatMap((source) => {
    const target = targetNode(context, source.id);
    if (target === null || target.kind !== source.kind || kindsOf(source) === kindsOf(target)) return [];
    return [
      problem(
        'EVENT_DEFINITION_CHANGED',
        source.id,
        `Expected "${target.id}" to be an event of ${kindsOf(source)} as before, but it is one of ${kindsOf(target)}.`,
      ),
    ];
  });
};
