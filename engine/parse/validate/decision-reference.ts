import { text } from '../moddle-element.ts';
import { aboutElement } from './rule.ts';
import type { Rule } from './rule.ts';

/** A called decision that is not named could not be found. */
export const decisionReference: Rule = {
  id: 'decision-reference',
  severity: 'error',
  section: 'Lanework',
  statement: 'A called decision is named.',
  check: (context) =>
    context.executedElements
      .filter((element) => element.$type === 'zeebe:CalledDecision')
      .filter((decision) => (text(decision, 'decisionId') ?? '').replace(/^\s*=/, '').trim() === '')
      .map((decision) =>
        aboutElement(context, 'decision-reference', decision, {
          expected: 'a called decision with decisionId',
          found: 'none',
          mend: 'Name the decision, or choose an operation.',
        }),
      ),
};
