import { missingReferences } from './event-references.ts';
import type { Rule } from './rule.ts';

/** What throws an error says which; what catches errors may catch them all. */
export const errorCode: Rule = {
  id: 'error-code',
  severity: 'error',
  section: 'BPMN 2.0.2, 10.5.5',
  statement: 'An error end event names an error that has a code.',
  check: (context) =>
    missingReferences(context, {
      rule: 'error-code',
      kind: 'error',
      reference: 'bpmn:errorRef',
      expected: 'an error that has an error code',
      mend: 'Create an error with a code and refer to it by errorRef.',
      onlyThrowing: true,
      isMissing: (definition) => definition.errorCode === null,
    }),
};
