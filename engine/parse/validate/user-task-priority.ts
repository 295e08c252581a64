import { text } from '../moddle-element.ts';
import { aboutElement } from './rule.ts';
import type { Rule } from './rule.ts';

const HIGHEST = 100;

/** Lists of tasks are ordered by priority, so it is a number. */
export const userTaskPriority: Rule = {
  id: 'user-task-priority',
  severity: 'error',
  section: 'Lanework',
  statement: `The priority of a task is a whole number from 0 to ${HIGHEST}, or FEEL after "=".`,
  check: (context) =>
    context.executedElements
      .filter((element) => element.$type === 'zeebe:PriorityDefinition')
      .flatMap((definition) => {
        const value = text(definition, 'priority')?.trim() ?? '';
        if (value.startsWith('=') || /^[$#]\{/.test(value) || (/^\d{1,3}$/.test(value) && Number(value) <= HIGHEST)) return [];
        return [
          aboutElement(context, 'user-task-priority', definition, {
            expected: `a whole number from 0 to ${HIGHEST}, or FEEL after "=", as priority`,
            found: value === '' ? 'none' : `"${value}"`,
            mend: 'Correct the priority.',
          }),
        ];
      }),
};
