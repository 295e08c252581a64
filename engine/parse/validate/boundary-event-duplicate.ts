import type { EventDefinition } from '../../model/index.ts';
import { about, labelOf } from './rule.ts';
import type { Rule } from './rule.ts';

/** What an event catches exclusively: an error or escalation by its code, cancellation, compensation; null for what several may catch. */
export function catchKey(definition: EventDefinition): string | null {
  switch (definition.kind) {
    case 'error':
      return definition.errorCode === null
        ? 'every error'
        : definition.errorCode.kind === 'literal'
          ? `error ${String(definition.errorCode.value)}`
          : null;
    case 'escalation':
      return definition.escalationCode === null
        ? 'every escalation'
        : definition.escalationCode.kind === 'literal'
          ? `escalation ${String(definition.escalationCode.value)}`
          : null;
    case 'cancel':
    case 'compensation':
      return definition.kind;
    case 'none':
    case 'timer':
    case 'message':
    case 'signal':
    case 'terminate':
    case 'conditional':
    case 'link':
      return null;
  }
}

/** Two boundary events of one activity that catch the same error: only one could ever fire. Codes count, not the ids of error definitions. */
export const boundaryEventDuplicate: Rule = {
  id: 'boundary-event-duplicate',
  severity: 'error',
  section: 'BPMN 2.0.2, 10.5.6',
  statement: 'An activity has one boundary event per error code, escalation code, cancellation and compensation.',
  check: (context) =>
    context.nodes.flatMap(({ node, definition }) => {
      if (!('boundaryEventIds' in node)) return [];
      const seen = new Set<string>();
      return node.boundaryEventIds.flatMap((id) => {
        const event = definition.nodes[id];
        if (event?.kind !== 'boundaryEvent') return [];
        return event.definitions.flatMap((eventDefinition) => {
          const key = catchKey(eventDefinition);
          const isKnown = key !== null && seen.has(key);
          if (key !== null) seen.add(key);
          return isKnown
            ? [
                about(context, 'boundary-event-duplicate', event, {
                  expected: `one boundary event for ${key} on ${labelOf(node)}`,
                  found: `a further one, ${labelOf(event)}`,
                  mend: 'Remove one of the events, or give it another code.',
                }),
              ]
            : [];
        });
      });
    }),
};
