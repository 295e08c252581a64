import type { FlowNodeOf } from '../../model/index.ts';
import { about } from './rule.ts';
import type { Rule } from './rule.ts';

const isNone = (start: FlowNodeOf<'startEvent'>): boolean => start.definitions.every(({ kind }) => kind === 'none');

/** One none start event per process and per sub-process: with two, a start by hand would not know which one is meant. */
export const startEvents: Rule = {
  id: 'start-events',
  severity: 'error',
  section: 'BPMN 2.0.2, 10.5.2',
  statement: 'A process or sub-process has at most one start event without trigger.',
  check: (context) =>
    context.processes.flatMap(({ definition }) =>
      Object.entries(definition.containers).flatMap(([containerId, content]) => {
        const starts = content.startEventIds.flatMap((id) => {
          const node = definition.nodes[id];
          return node?.kind === 'startEvent' && isNone(node) ? [node] : [];
        });
        return starts.slice(1).map((start) =>
          about(context, 'start-events', start, {
            expected: `one start event without trigger in ${containerId}`,
            found: String(starts.length),
            mend: 'Remove one, or give it a trigger.',
          }),
        );
      }),
    ),
};
