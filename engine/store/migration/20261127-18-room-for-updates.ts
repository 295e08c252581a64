import type { ModuleMigration } from '../../port/module-contract.ts';

/**
 * The row of an instance is written anew with every step. While its page has room for that, the new version needs no entry in any index (a HOT update) and
 * what is outdated is cleared away on the spot; without it rows wander from page to page, and the table ends up larger than with half of each page empty.
 * Pages that are full already keep what they have.
 */
export const roomForUpdatesMigration: ModuleMigration = {
  name: '20261127_18_engine_room_for_updates',
  up: [`set local lock_timeout = '3s'`, `alter table process_instance set (fillfactor = 50)`],
};
