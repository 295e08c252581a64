import type { ModuleMigration } from '../../port/module-contract.ts';

/** What a claim orders by: a priority is worth so many seconds of waiting, so that what is low gets its turn by its age. */
const RANK = `((due_at at time zone 'UTC') - priority * interval '1 second')`;

/** Lets claims take turns between processes, and prefer what is urgent within each. */
export const fairClaimsMigration: ModuleMigration = {
  name: '20261126_16_engine_fair_claims',
  up: [
    `alter table job add column priority integer not null default 0`,
    `alter table timer add column priority integer not null default 0`,
    // The process on whose behalf the work is done; empty where nobody knows it yet, as for a message without receiver.
    `alter table due_work add column process_id text collate "C" not null default '', add column priority integer not null default 0`,
    `create index job_fair on job (process_id, work, type, ${RANK}, due_at) where status = 'open' and attempts = failures`,
    `create index timer_fair on timer (process_id, ${RANK}, due_at) where attempts = failures`,
    `create index due_work_fair on due_work (process_id, ${RANK}, due_at) where attempts = failures`,
  ],
};
