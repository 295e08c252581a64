import { about, labelOf } from './rule.ts';
import type { Rule } from './rule.ts';

const INTERRUPTING: ReadonlySet<string> = new Set(['error', 'cancel']);

/** BPMN 2.0.2, table 10.93 and 10.94: error and cancel events always interrupt; so does an error start event of an event sub-process. */
export const interruptingRequired: Rule = {
  id: 'interrupting-required',
  severity: 'error',
  section: 'BPMN 2.0.2, 10.5.2 and 10.5.4',
  statement: 'Error and cancel events interrupt.',
  check: (context) =>
    context.nodes.flatMap(({ node }) => {
      if ((node.kind !== 'boundaryEvent' && node.kind !== 'startEvent') || node.isInterrupting) return [];
      const kind = node.definitions.find((definition) => INTERRUPTING.has(definition.kind))?.kind;
      if (kind === undefined) return [];
      return [
        about(context, 'interrupting-required', node, {
          expected: `${kind} event ${labelOf(node)} to interrupt`,
          found: 'a non-interrupting one',
          mend: 'Make the event interrupting, or use an escalation.',
        }),
      ];
    }),
};
