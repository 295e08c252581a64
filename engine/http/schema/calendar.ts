import { z } from 'zod';
import { calendarFault, DEFAULT_CALENDAR, MAX_HOLIDAYS, TEAM_CALENDAR, WEEKDAYS } from '../../model/index.ts';
import type { BusinessCalendar } from '../../model/index.ts';
import { instant, MAX_NAME_LENGTH, person, strings } from './common.ts';

/** Working times of one day. */
const MAX_TIMES = 24;
/** Teams that share one calendar. */
const MAX_TEAMS = 100;

const hours = z
  .strictObject(Object.fromEntries(WEEKDAYS.map((weekday) => [weekday, z.array(z.string().max(11)).max(MAX_TIMES).readonly().optional()])))
  .readonly();

/** Name of a calendar as diagrams say it; `default` stands for whichever is the default one. */
export const calendarParams = z.strictObject({
  name: z
    .string()
    .max(MAX_NAME_LENGTH)
    .regex(/^[A-Za-z][\w.-]*$/u, 'Expected a name that begins with a letter and has letters, digits, ".", "-" and "_".')
    .refine((name) => name !== DEFAULT_CALENDAR, `Expected another name than "${DEFAULT_CALENDAR}", which means the default calendar.`)
    .refine((name) => name !== TEAM_CALENDAR, `Expected another name than "${TEAM_CALENDAR}", which means the calendar of a team.`),
});

export const saveCalendarBody = z
  .strictObject({
    title: z.string().trim().min(1).max(MAX_NAME_LENGTH),
    zone: z.string().min(1).max(MAX_NAME_LENGTH),
    hours,
    holidays: z.array(z.string().max(10)).max(MAX_HOLIDAYS).readonly().default([]),
    isDefault: z.boolean().default(false),
    teams: z.array(z.string().trim().min(1).max(MAX_NAME_LENGTH)).max(MAX_TEAMS).readonly().default([]),
  })
  .superRefine((body, context) => {
    const fault = calendarFault(calendarOf(body));
    if (fault !== null) context.addIssue({ code: 'custom', message: fault });
  });

/** The calendar in a body. */
export function calendarOf(body: { zone: string; hours: z.output<typeof hours>; holidays: readonly string[] }): BusinessCalendar {
  const given = Object.entries(body.hours).filter(([, times]) => times !== undefined && times.length > 0);
  // `strictObject` has let only weekdays through.
  return { zone: body.zone, hours: Object.fromEntries(given) as BusinessCalendar['hours'], holidays: body.holidays };
}

export const calendar = z
  .object({
    name: z.string(),
    title: z.string(),
    zone: z.string(),
    hours: z.record(z.string(), strings).readonly(),
    holidays: strings,
    isDefault: z.boolean(),
    teams: strings,
    updatedAt: instant,
    updatedBy: person,
  })
  .readonly()
  .meta({ id: 'BusinessCalendar' });
