import { child, children, isA } from '../moddle-element.ts';
import type { ModdleElement } from '../moddle-element.ts';
import { formalText } from '../build/expressions.ts';
import { aboutElement } from './rule.ts';
import type { Rule, RuleContext } from './rule.ts';

interface Part {
  readonly type: string;
  readonly what: string;
  isMissing(element: ModdleElement, context: RuleContext): boolean;
}

const lacksReference = (property: string) => (element: ModdleElement, context: RuleContext) =>
  child(element, property) === null && context.document.danglingReference(element, `bpmn:${property}`) === null;
const lacksText = (property: string) => (element: ModdleElement) => formalText(element, property) === null;

/** What each part of a correlation cannot do without. */
const PARTS: readonly Part[] = [
  { type: 'bpmn:CorrelationPropertyRetrievalExpression', what: 'messageRef', isMissing: lacksReference('messageRef') },
  { type: 'bpmn:CorrelationPropertyRetrievalExpression', what: 'messagePath', isMissing: lacksText('messagePath') },
  { type: 'bpmn:CorrelationPropertyBinding', what: 'correlationPropertyRef', isMissing: lacksReference('correlationPropertyRef') },
  { type: 'bpmn:CorrelationPropertyBinding', what: 'dataPath', isMissing: lacksText('dataPath') },
  {
    type: 'bpmn:CorrelationProperty',
    what: 'correlationPropertyRetrievalExpression',
    isMissing: (element) => children(element, 'correlationPropertyRetrievalExpression').length === 0,
  },
  { type: 'bpmn:CorrelationSubscription', what: 'correlationKeyRef', isMissing: lacksReference('correlationKeyRef') },
];

/** BPMN 2.0.2, 8.4.2: a key is made of properties, each read from a message by a path and compared with data of the process. */
export const correlation: Rule = {
  id: 'correlation',
  severity: 'error',
  section: 'BPMN 2.0.2, 8.4.2',
  statement: 'A correlation names its key, its properties and messages, and the paths to both sides of the comparison.',
  check: (context) =>
    context.executedElements.flatMap((element) =>
      PARTS.filter((part) => isA(element, part.type) && part.isMissing(element, context)).map((part) =>
        aboutElement(context, 'correlation', element, {
          expected: `${element.$type.replace('bpmn:', '')} with ${part.what}`,
          found: 'none',
          mend: 'Complete the correlation, or name the key by zeebe:subscription.',
        }),
      ),
    ),
};
