import type { FlowNodeOf } from '../../model/index.ts';
import { catchKey } from './boundary-event-duplicate.ts';
import { about, labelOf } from './rule.ts';
import type { Rule } from './rule.ts';

/** Two event sub-processes of one scope that begin with the same error: only one could ever begin. Codes count, not the ids of error definitions. */
export const eventSubProcessDuplicate: Rule = {
  id: 'event-sub-process-duplicate',
  severity: 'error',
  section: 'BPMN 2.0.2, 10.5.6',
  statement: 'A scope has one event sub-process per error code, escalation code and compensation.',
  check: (context) =>
    context.processes.flatMap(({ definition }) =>
      Object.values(definition.containers).flatMap((content) => {
        const seen = new Set<string>();
        const starts = content.eventSubProcessIds
          .flatMap((id) => definition.containers[id]?.startEventIds ?? [])
          .flatMap((id) => definition.nodes[id] ?? [])
          .filter((node): node is FlowNodeOf<'startEvent'> => node.kind === 'startEvent');
        return starts.flatMap((start) =>
          start.definitions.flatMap((eventDefinition) => {
            const key = catchKey(eventDefinition);
            if (key === null || !seen.has(key)) {
              if (key !== null) seen.add(key);
              return [];
            }
            return [
              about(context, 'event-sub-process-duplicate', start, {
                expected: `one event sub-process for ${key} in a scope`,
                found: `a further one, which begins with ${labelOf(start)}`,
                mend: 'Remove one of the event sub-processes, or give its start event another code.',
              }),
            ];
          }),
        );
      }),
    ),
};
