import type { StoredCalendar } from '../../port/calendar-store.ts';
import { HttpProblem } from '../../port/http-problem.ts';
import { notFound } from '../not-found.ts';
import { ADMINS } from '../rights.ts';
import { defineRoute, json, NO_CONTENT } from '../route.ts';
import { calendar, calendarOf, calendarParams, saveCalendarBody } from '../schema/calendar.ts';
import { listOf } from '../schema/common.ts';

const present = ({ calendar: { zone, hours, holidays }, ...rest }: StoredCalendar) => ({
  ...rest,
  zone,
  holidays,
  hours: Object.fromEntries(Object.entries(hours).map(([weekday, times]) => [weekday, times ?? []])),
});

/** Business calendars, by which timers and due dates count. */
export const calendarRoutes = [
  defineRoute({
    method: 'get',
    path: '/calendars',
    summary: 'Business calendars',
    access: 'signedIn',
    answer: json(listOf(calendar)),
    handle: async ({ services }) => ({ items: (await services.calendars.all()).map(present), nextCursor: null }),
  }),
  defineRoute({
    method: 'put',
    path: '/calendars/:name',
    summary: 'Make or change a business calendar',
    access: ADMINS,
    scope: 'admin',
    params: calendarParams,
    body: saveCalendarBody,
    answer: json(calendar),
    async handle({ services, actor, params, body }) {
      const { title, isDefault, teams } = body;
      return present(await services.calendars.save({ name: params.name, title, isDefault, teams, calendar: calendarOf(body) }, actor));
    },
  }),
  defineRoute({
    method: 'delete',
    path: '/calendars/:name',
    summary: 'Remove a business calendar that no process names',
    access: ADMINS,
    scope: 'admin',
    params: calendarParams,
    answer: NO_CONTENT,
    refusals: { NOT_FOUND: 404, CALENDAR_IN_USE: 409 },
    async handle({ services, params }) {
      const outcome = await services.calendars.remove(params.name);
      if (outcome === 'absent') notFound('business calendar', params.name);
      if (outcome === 'inUse')
        throw new HttpProblem(409, 'CALENDAR_IN_USE', `Expected a calendar that no process names, but ${params.name} is in use.`);
    },
  }),
];
