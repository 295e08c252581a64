import { child, isA, text } from '../moddle-element.ts';
import { aboutElement } from './rule.ts';
import type { Rule } from './rule.ts';

/** Expressions by the class that has them; those of timers and conditional events have rules of their own. */
const EXPRESSIONS: readonly (readonly [type: string, properties: readonly string[]])[] = [
  ['bpmn:SequenceFlow', ['conditionExpression']],
  ['bpmn:MultiInstanceLoopCharacteristics', ['loopCardinality', 'completionCondition']],
  ['bpmn:StandardLoopCharacteristics', ['loopCondition']],
  ['bpmn:AdHocSubProcess', ['completionCondition']],
  ['bpmn:ComplexGateway', ['activationCondition']],
];

/** An expression without text would count as none, so that its flow is always taken and its loop never ends. */
export const emptyExpression: Rule = {
  id: 'empty-expression',
  severity: 'error',
  section: 'BPMN 2.0.2, 8.4.6',
  statement: 'An expression has a text.',
  check: (context) =>
    context.executedElements.flatMap((element) =>
      EXPRESSIONS.filter(([type]) => isA(element, type))
        .flatMap(([, properties]) => properties)
        .filter((property) => {
          const expression = child(element, property);
          return expression !== null && (text(expression, 'body') ?? '').replace(/^\s*=/, '').trim() === '';
        })
        .map((property) =>
          aboutElement(context, 'empty-expression', element, {
            expected: `${property} with an expression`,
            found: 'an empty one',
            mend: 'Write the expression in FEEL, or remove the element.',
          }),
        ),
    ),
};
