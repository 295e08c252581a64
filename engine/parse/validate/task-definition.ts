import { text } from '../moddle-element.ts';
import { aboutElement } from './rule.ts';
import type { Rule } from './rule.ts';

const RETRIES = /^\s*(?:\d{1,6}|=[\s\S]*)$/;

/** Who does the work, and how often it is tried. */
export const taskDefinition: Rule = {
  id: 'task-definition',
  severity: 'error',
  section: 'Lanework',
  statement: 'A task definition has a type, and a whole number or FEEL as its retries.',
  check: (context) =>
    context.executedElements
      .filter((element) => element.$type === 'zeebe:TaskDefinition')
      .flatMap((definition) => {
        const complain = (expected: string, found: string, mend: string) =>
          aboutElement(context, 'task-definition', definition, { expected, found, mend });
        const type = (text(definition, 'type') ?? '').replace(/^\s*=/, '').trim();
        const retries = text(definition, 'retries');
        return [
          ...(type === '' ? [complain('a task definition with a type', 'none', 'Choose an operation, or write a type.')] : []),
          ...(retries === null || RETRIES.test(retries)
            ? []
            : [complain('a whole number from 0 on, or FEEL after "=", as retries', `"${retries}"`, 'Correct the retries.')]),
        ];
      }),
};
