import { isEmptyText, missingReferences } from './event-references.ts';
import type { Rule } from './rule.ts';

/** A message without name reaches nobody. A throw or end event that is a job needs none. */
export const messageReference: Rule = {
  id: 'message-reference',
  severity: 'error',
  section: 'BPMN 2.0.2, 10.5.5',
  statement: 'A message event or task names its message.',
  check: (context) =>
    missingReferences(context, {
      rule: 'message-reference',
      kind: 'message',
      reference: 'bpmn:messageRef',
      expected: 'a message that has a name',
      mend: 'Create a message with a name and refer to it by messageRef.',
      onlyThrowing: false,
      isMissing: (definition) => isEmptyText(definition.messageName),
    }),
};
