import type { StandardLoop } from '../../model/index.ts';
import { about, labelOf } from './rule.ts';
import type { Rule } from './rule.ts';

interface Fault {
  readonly expected: string;
  readonly found: string;
  readonly mend: string;
}

function faultOf({ loopMaximum, loopCondition }: StandardLoop): Fault | null {
  if (loopMaximum === null && loopCondition === null)
    return {
      expected: 'with a loop condition or a loop maximum',
      found: 'neither, so that nothing says when it ends',
      mend: 'Write the condition under which another round follows, or set the maximum.',
    };
  if (loopMaximum?.kind !== 'literal') return null;
  const { value } = loopMaximum;
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 1
    ? null
    : {
        expected: 'with a loop maximum that is a whole number of at least 1, or FEEL after "="',
        found: JSON.stringify(value),
        mend: 'Correct or remove the maximum.',
      };
}

/** BPMN 2.0.2, table 10.29: the condition may be left out only in a model that is not to be executed. */
export const standardLoop: Rule = {
  id: 'standard-loop',
  severity: 'error',
  section: 'BPMN 2.0.2, 10.3.8',
  statement: 'A standard loop has a condition or a maximum of at least 1.',
  check: (context) =>
    context.nodes.flatMap(({ node }) => {
      const fault = 'loop' in node && node.loop?.kind === 'standardLoop' ? faultOf(node.loop) : null;
      return fault === null ? [] : [about(context, 'standard-loop', node, { ...fault, expected: `${labelOf(node)} ${fault.expected}` })];
    }),
};
