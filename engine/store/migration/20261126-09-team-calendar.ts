import type { ModuleMigration } from '../../port/module-contract.ts';

/** Calendars of teams. */
export const teamCalendarMigration: ModuleMigration = {
  name: '20261126_09_engine_team_calendar',
  up: [
    // Groups whose calendar it is; no group stands in two.
    `alter table business_calendar add column teams text[] not null default '{}'`,
  ],
};
