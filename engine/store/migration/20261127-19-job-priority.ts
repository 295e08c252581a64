import type { ModuleMigration } from '../../port/module-contract.ts';

/** As in the indexes of fair claims. */
const RANK = `((due_at at time zone 'UTC') - priority * interval '1 second')`;

/**
 * Diagrams give priorities to jobs, also negative ones. Both indexes hold only such jobs, so that others pay nothing for them: the first tells a claim how far
 * the ranks of a lane reach into the future, the second is for outside workers.
 */
export const jobPriorityMigration: ModuleMigration = {
  name: '20261127_19_engine_job_priority',
  up: [
    `set local lock_timeout = '3s'`,
    `lock table job in share mode`,
    `create index job_negative on job (process_id, work, type, priority) where status = 'open' and attempts = failures and priority < 0`,
    `create index job_ranked on job (type, ${RANK}) where status = 'open' and work = 'operation' and priority <> 0`,
  ],
};
