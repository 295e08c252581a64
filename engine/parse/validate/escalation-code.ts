import { missingReferences } from './event-references.ts';
import type { Rule } from './rule.ts';

/** What throws an escalation says which; what catches escalations may catch them all. */
export const escalationCode: Rule = {
  id: 'escalation-code',
  severity: 'error',
  section: 'BPMN 2.0.2, 10.5.5',
  statement: 'An escalation that is thrown has a code.',
  check: (context) =>
    missingReferences(context, {
      rule: 'escalation-code',
      kind: 'escalation',
      reference: 'bpmn:escalationRef',
      expected: 'an escalation that has an escalation code',
      mend: 'Create an escalation with a code and refer to it by escalationRef.',
      onlyThrowing: true,
      isMissing: (definition) => definition.escalationCode === null,
    }),
};
