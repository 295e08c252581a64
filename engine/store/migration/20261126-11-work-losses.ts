import type { ModuleMigration } from '../../port/module-contract.ts';

/**
 * Tells work whose worker was lost from work that failed: `attempts - failures` are claims without any answer, for every table of due work as
 * it was for jobs. Such rows, and those in hand, are few; the indexes find them among any number of waiting ones.
 */
export const workLossesMigration: ModuleMigration = {
  name: '20261126_11_engine_work_losses',
  up: [
    ...['timer', 'due_work', 'outbox'].map((table) => `alter table ${table} add column failures integer not null default 0`),
    `create index job_in_hand on job (due_at) where status = 'open' and attempts > failures`,
    `create index timer_in_hand on timer (due_at) where attempts > failures`,
    `create index due_work_in_hand on due_work (due_at) where attempts > failures`,
    `create index outbox_in_hand on outbox (due_at) where state = 'pending' and attempts > failures`,
  ],
};
