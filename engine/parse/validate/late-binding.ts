import { text } from '../moddle-element.ts';
import { aboutElement } from './rule.ts';
import type { Rule } from './rule.ts';

/** What is called in its latest version, whatever was deployed with the process. */
const CALLED_LATEST: ReadonlySet<string> = new Set(['zeebe:CalledDecision', 'zeebe:FormDefinition']);

/** A decision or form that is bound to its deployment is called in its latest version all the same, which somebody has to know. */
export const lateBinding: Rule = {
  id: 'late-binding',
  severity: 'warning',
  section: 'Lanework',
  statement: 'Decisions and forms are called in their latest version, not in the one that was deployed with the process.',
  check: (context) =>
    context.executedElements
      .filter((element) => CALLED_LATEST.has(element.$type) && text(element, 'bindingType')?.trim() === 'deployment')
      .map((element) =>
        aboutElement(context, 'late-binding', element, {
          severity: 'warning',
          expected: 'a binding to the latest version',
          found: `bindingType="deployment" of ${element.$type}, which is taken for the latest version`,
          mend: 'Leave the binding at "latest"; give a decision that must not change another id.',
        }),
      ),
};
