import { missingReferences } from './event-references.ts';
import type { Rule } from './rule.ts';

/** A conditional event without condition would wait for nothing. */
export const conditionRequired: Rule = {
  id: 'condition-required',
  severity: 'error',
  section: 'BPMN 2.0.2, 10.5.5',
  statement: 'A conditional event has a condition.',
  check: (context) =>
    missingReferences(context, {
      rule: 'condition-required',
      kind: 'conditional',
      reference: '',
      expected: 'a condition',
      mend: 'Write the condition in FEEL.',
      onlyThrowing: false,
      isMissing: (definition) => definition.condition.kind === 'feel' && definition.condition.source === '',
    }),
};
