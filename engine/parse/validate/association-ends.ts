import { child } from '../moddle-element.ts';
import { aboutElement } from './rule.ts';
import type { Rule } from './rule.ts';

/** BPMN 2.0.2, 8.4.1: an association connects two elements; one of compensation that is not connected would undo nothing. */
export const associationEnds: Rule = {
  id: 'association-ends',
  severity: 'error',
  section: 'BPMN 2.0.2, 8.4.1',
  statement: 'An association has a source and a target.',
  check: (context) =>
    context.executedElements
      .filter((element) => element.$type === 'bpmn:Association')
      .flatMap((association) =>
        ['sourceRef', 'targetRef']
          .filter((end) => child(association, end) === null && context.document.danglingReference(association, `bpmn:${end}`) === null)
          .map((end) =>
            aboutElement(context, 'association-ends', association, {
              expected: `an association with ${end}`,
              found: 'none',
              mend: 'Connect the association again, or remove it.',
            }),
          ),
      ),
};
