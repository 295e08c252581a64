import type { EventDefinition } from '../../model/index.ts';
import { about, labelOf } from './rule.ts';
import type { Rule } from './rule.ts';

function nameOf(definition: EventDefinition): string | null {
  if (definition.kind === 'message' && definition.messageName.kind === 'literal' && definition.messageName.value !== '')
    return `message ${String(definition.messageName.value)}`;
  if (definition.kind === 'signal' && definition.signalName.kind === 'literal' && definition.signalName.value !== '')
    return `signal ${String(definition.signalName.value)}`;
  return null;
}

/** Two start events of a process for one message or signal: nobody could say which one starts. */
export const startEventDuplicate: Rule = {
  id: 'start-event-duplicate',
  severity: 'error',
  section: 'BPMN 2.0.2, 10.5.2',
  statement: 'A process has one start event per message and per signal.',
  check: (context) =>
    context.processes.flatMap(({ definition }) => {
      const seen = new Set<string>();
      return (definition.containers[definition.processId]?.startEventIds ?? []).flatMap((id) => {
        const start = definition.nodes[id];
        if (start?.kind !== 'startEvent') return [];
        return start.definitions.flatMap((eventDefinition) => {
          const name = nameOf(eventDefinition);
          if (name === null || !seen.has(name)) {
            if (name !== null) seen.add(name);
            return [];
          }
          return [
            about(context, 'start-event-duplicate', start, {
              expected: `one start event for ${name}`,
              found: `a further one, ${labelOf(start)}`,
              mend: 'Remove one of the start events.',
            }),
          ];
        });
      });
    }),
};
