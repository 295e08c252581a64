import { text } from '../moddle-element.ts';
import { translateExpression } from '../build/translate-expression.ts';
import { aboutElement } from './rule.ts';
import type { Rule } from './rule.ts';

const FEEL = /^(?:feel|https?:\/\/www\.omg\.org\/spec\/(?:DMN|FEEL)\/.*)$/i;

/** An expression that says it is written in another language is not read as FEEL; `${...}` is, when it is simple enough to be translated. */
export const expressionLanguage: Rule = {
  id: 'expression-language',
  severity: 'error',
  section: 'BPMN 2.0.2, 8.4.6',
  statement: 'Expressions are written in FEEL.',
  check: (context) =>
    context.executedElements.flatMap((element) => {
      const language = element.$type === 'bpmn:FormalExpression' ? (text(element, 'language')?.trim() ?? '') : '';
      if (language === '' || FEEL.test(language) || translateExpression(text(element, 'body') ?? '') !== null) return [];
      return [
        aboutElement(context, 'expression-language', element, {
          expected: 'FEEL as the language of an expression',
          found: `"${language}"`,
          mend: 'Write the expression in FEEL and remove the language.',
        }),
      ];
    }),
};
