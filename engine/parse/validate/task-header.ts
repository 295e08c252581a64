import { children, text } from '../moddle-element.ts';
import { aboutElement } from './rule.ts';
import type { Rule } from './rule.ts';

/** Headers are handed over as an object, in which a key stands once. */
export const taskHeader: Rule = {
  id: 'task-header',
  severity: 'error',
  section: 'Lanework',
  statement: 'Every task header has a key of its own.',
  check: (context) =>
    context.executedElements
      .filter((element) => element.$type === 'zeebe:TaskHeaders')
      .flatMap((headers) => {
        const seen = new Set<string>();
        return children(headers, 'values').flatMap((header) => {
          const key = text(header, 'key')?.trim() ?? '';
          const found = key === '' ? 'none' : seen.has(key) ? `"${key}" twice` : null;
          seen.add(key);
          return found === null
            ? []
            : [
                aboutElement(context, 'task-header', headers, {
                  expected: 'a key of its own for every header',
                  found,
                  mend: 'Give the header another key, or remove it.',
                }),
              ];
        });
      }),
};
