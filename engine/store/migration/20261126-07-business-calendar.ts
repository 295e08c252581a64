import type { ModuleMigration } from '../../port/module-contract.ts';

/** When people work: calendars by which timers and due dates count. */
export const businessCalendarMigration: ModuleMigration = {
  name: '20261126_07_engine_business_calendar',
  up: [
    // `hours` is {"monday": ["09:00-17:00"], ...}, `holidays` is ["2026-12-24", "--12-25", ...].
    `create table business_calendar (
       name text collate "C" primary key,
       title text not null,
       zone text not null,
       hours jsonb not null,
       holidays jsonb not null,
       is_default boolean not null default false,
       updated_at timestamptz not null default now(),
       updated_by text not null,
       updated_by_name text not null)`,
    `create unique index business_calendar_default on business_calendar (is_default) where is_default`,
  ],
};
