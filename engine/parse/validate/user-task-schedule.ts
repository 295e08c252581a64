import { parseInstant, parseZonedDuration } from '../../model/index.ts';
import { text } from '../moddle-element.ts';
import { aboutElement } from './rule.ts';
import type { Rule } from './rule.ts';

/** A due date that is only text could not be compared with any time. */
export const userTaskSchedule: Rule = {
  id: 'user-task-schedule',
  severity: 'error',
  section: 'Lanework',
  statement: 'Due and follow-up dates are ISO 8601 dates and times, durations from the begin of the task, or FEEL after "=".',
  check: (context) =>
    context.executedElements
      .filter((element) => element.$type === 'zeebe:TaskSchedule')
      .flatMap((schedule) =>
        ['dueDate', 'followUpDate'].flatMap((attribute) => {
          const value = text(schedule, attribute)?.trim() ?? '';
          if (value === '' || value.startsWith('=') || /^[$#]\{/.test(value)) return [];
          if (parseInstant(value) !== null || parseZonedDuration(value) !== null) return [];
          return [
            aboutElement(context, 'user-task-schedule', schedule, {
              expected: `an ISO 8601 date and time such as 2026-12-24T18:00:00Z, a duration such as PT48H, or FEEL after "=", as ${attribute}`,
              found: `"${value}"`,
              mend: 'Correct the date, or compute it in FEEL.',
            }),
          ];
        }),
      ),
};
