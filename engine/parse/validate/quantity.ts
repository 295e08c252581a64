import { MAX_QUANTITY } from '../../model/index.ts';
import { idOf, text } from '../moddle-element.ts';
import { about, labelOf } from './rule.ts';
import type { Rule } from './rule.ts';

const NAMES = ['startQuantity', 'completionQuantity'] as const;

const isQuantity = (value: number | undefined): boolean =>
  value === undefined || (Number.isInteger(value) && value >= 1 && value <= MAX_QUANTITY);

/** BPMN 2.0.2, table 10.3: a quantity is a number of tokens, at least one. */
export const quantity: Rule = {
  id: 'quantity',
  severity: 'error',
  section: 'BPMN 2.0.2, 10.3',
  statement: 'Start and completion quantities are whole numbers from 1 to 1,000.',
  check: (context) => {
    const written = new Map(context.elements.filter((element) => typeof element.get === 'function').map((each) => [idOf(each), each]));
    return context.nodes.flatMap(({ node }) => {
      if (!('boundaryEventIds' in node)) return [];
      return NAMES.filter((name) => !isQuantity(node[name])).map((name) => {
        const element = written.get(node.id);
        return about(context, 'quantity', node, {
          expected: `${labelOf(node)} with a ${name} that is a whole number from 1 to ${MAX_QUANTITY}`,
          found: JSON.stringify(element === undefined ? node[name] : text(element, name)),
          mend: 'Correct the number, or remove it: without it one token is meant.',
        });
      });
    });
  },
};
