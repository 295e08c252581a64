import { idOf } from '../moddle-element.ts';
import { aboutElement } from './rule.ts';
import type { Rule } from './rule.ts';

/** Ids are keys of plain objects at run time; a name that every object has would be found where nothing is. */
export const reservedId: Rule = {
  id: 'reserved-id',
  severity: 'error',
  section: 'Lanework',
  statement: 'An id is not a name that every JavaScript object has.',
  check: (context) =>
    context.elements
      .filter((element) => typeof element.get === 'function' && (idOf(element) ?? '') in Object.prototype)
      .map((element) =>
        aboutElement(context, 'reserved-id', element, {
          expected: 'an id that JavaScript does not reserve',
          found: `"${idOf(element) ?? ''}"`,
          mend: 'Rename the id.',
        }),
      ),
};
