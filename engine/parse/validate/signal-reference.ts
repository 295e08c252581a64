import { isEmptyText, missingReferences } from './event-references.ts';
import type { Rule } from './rule.ts';

/** A signal without name reaches nobody. */
export const signalReference: Rule = {
  id: 'signal-reference',
  severity: 'error',
  section: 'BPMN 2.0.2, 10.5.5',
  statement: 'A signal event names its signal.',
  check: (context) =>
    missingReferences(context, {
      rule: 'signal-reference',
      kind: 'signal',
      reference: 'bpmn:signalRef',
      expected: 'a signal that has a name',
      mend: 'Create a signal with a name and refer to it by signalRef.',
      onlyThrowing: false,
      isMissing: (definition) => isEmptyText(definition.signalName),
    }),
};
