import { tasksWithTopic } from './operation-tasks.ts';
import { about, labelOf } from './rule.ts';
import type { Rule } from './rule.ts';

/** A boundary event for an error that the operation never raises never fires. */
export const operationErrorUnknown: Rule = {
  id: 'operation-error-unknown',
  severity: 'warning',
  section: 'Lanework',
  statement: 'A boundary event catches an error that the operation can raise.',
  check: (context) =>
    tasksWithTopic(context).flatMap(({ node, topic, operation }) => {
      const process = context.processes.find(({ definition }) => definition.nodes[node.id] === node);
      if (operation === null || process === undefined || !('boundaryEventIds' in node)) return [];
      return node.boundaryEventIds.flatMap((id) => {
        const event = process.definition.nodes[id];
        if (event?.kind !== 'boundaryEvent') return [];
        return event.definitions.flatMap((definition) => {
          if (definition.kind !== 'error' || definition.errorCode?.kind !== 'literal') return [];
          const code = String(definition.errorCode.value);
          if (operation.errors.includes(code)) return [];
          return [
            about(context, 'operation-error-unknown', event, {
              severity: 'warning',
              expected: `an error of ${topic} (${operation.errors.join(', ') || 'it has none'}) at ${labelOf(event)}`,
              found: `"${code}"`,
              mend: 'Choose one of the errors of the operation.',
            }),
          ];
        });
      });
    }),
};
