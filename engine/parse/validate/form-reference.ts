import { text } from '../moddle-element.ts';
import { aboutElement } from './rule.ts';
import type { Rule } from './rule.ts';

/** A form definition that names no form would show none. */
export const formReference: Rule = {
  id: 'form-reference',
  severity: 'error',
  section: 'Lanework',
  statement: 'A form definition names its form.',
  check: (context) =>
    context.executedElements
      .filter((element) => element.$type === 'zeebe:FormDefinition')
      .filter((form) => ['formId', 'formKey', 'externalReference'].every((name) => (text(form, name) ?? '').trim() === ''))
      .map((form) =>
        aboutElement(context, 'form-reference', form, {
          expected: 'a form definition with formId',
          found: 'none',
          mend: 'Choose a form, or remove the form definition.',
        }),
      ),
};
