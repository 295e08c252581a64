import { isJobPriority, JOB_PRIORITY_RANGE } from '../../model/index.ts';
import type { FlowNode } from '../../model/index.ts';
import { translateExpression } from '../build/translate-expression.ts';
import { text } from '../moddle-element.ts';
import { about, aboutElement, labelOf } from './rule.ts';
import type { Rule } from './rule.ts';

/** Digits of a whole number of 32 bits, with zeros before it. */
const WHOLE_NUMBER = /^-?\d{1,20}$/;

const isPriority = (value: string): boolean =>
  value.startsWith('=') || translateExpression(value) !== null || (WHOLE_NUMBER.test(value) && isJobPriority(Number(value)));

/** Whether a node that may make a job does something else. Where no job can be at all, the rule `misplaced-extension` says so. */
function hasOtherWork(node: FlowNode): boolean {
  switch (node.kind) {
    case 'sendTask':
      return node.job === null && node.message !== null;
    case 'scriptTask':
      return node.job === null && node.script?.language === 'feel';
    case 'endEvent':
    case 'intermediateThrowEvent':
      return node.job === null;
    default:
      return false;
  }
}

/** Jobs are claimed by priority, so it is a number, and stands where a job is made. */
export const jobPriority: Rule = {
  id: 'job-priority',
  severity: 'error',
  section: 'Lanework',
  statement: 'The priority of a job is a whole number of 32 bits, or FEEL after "=", at what makes a job.',
  check: (context) => [
    ...context.executedElements
      .filter((element) => element.$type === 'zeebe:JobPriorityDefinition')
      .flatMap((definition) => {
        const value = text(definition, 'priority')?.trim() ?? '';
        if (isPriority(value)) return [];
        return [
          aboutElement(context, 'job-priority', definition, {
            expected: `${JOB_PRIORITY_RANGE}, or FEEL after "=", as priority of jobs`,
            found: value === '' ? 'none' : `"${value}"`,
            mend: 'Correct the priority.',
          }),
        ];
      }),
    ...context.nodes.flatMap(({ node }) =>
      node.jobPriority === undefined || !hasOtherWork(node)
        ? []
        : [
            about(context, 'job-priority', node, {
              expected: `${labelOf(node)} to make a job, since it has a priority for it`,
              found: 'other work',
              mend: 'Remove the priority, or choose an operation.',
            }),
          ],
    ),
  ],
};
