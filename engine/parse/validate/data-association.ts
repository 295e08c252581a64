import { child, children, isA } from '../moddle-element.ts';
import { formalText } from '../build/expressions.ts';
import { aboutElement } from './rule.ts';
import type { Rule } from './rule.ts';

/**
 * BPMN 2.0.2, 10.4.2: an association copies one source, or what a transformation makes of several, to its target; an assignment has two sides. One that is
 * only drawn, from data to nothing, says nothing to execute.
 */
export const dataAssociation: Rule = {
  id: 'data-association',
  severity: 'error',
  section: 'BPMN 2.0.2, 10.4.2',
  statement: 'A data association that says something has a target, one source or a transformation, and assignments with two sides.',
  check: (context) =>
    context.executedElements
      .filter((element) => isA(element, 'bpmn:DataAssociation'))
      .flatMap((association) => {
        const complain = (expected: string, found: string, mend: string) =>
          aboutElement(context, 'data-association', association, { expected, found, mend });
        const assignments = children(association, 'assignment');
        const sources = children(association, 'sourceRef').length;
        const isDangling = ['bpmn:targetRef', 'bpmn:sourceRef'].some(
          (property) => context.document.danglingReference(association, property) !== null,
        );
        if (isDangling) return [];
        const half = assignments.some((assignment) => formalText(assignment, 'from') === null || formalText(assignment, 'to') === null);
        return [
          ...(child(association, 'targetRef') === null && child(association, 'transformation') !== null
            ? [complain('a data association with a target', 'none', 'Connect the association to data or to an input.')]
            : []),
          ...(sources > 1 && child(association, 'transformation') === null && assignments.length === 0
            ? [complain('a transformation that makes one value of several sources', 'none', 'Add a transformation, or leave one source.')]
            : []),
          ...(half ? [complain('an assignment with "from" and "to"', 'one side only', 'Write both sides in FEEL.')] : []),
        ];
      }),
};
