import type { Pool } from 'pg';
import type { Actor } from './port/module-contract.ts';
import type { ModuleContract, ModuleServices } from './port/module.ts';

/** Key of the session lock held while the demo is loaded, so that nodes that start together load it once. */
const DEMO_LOCK = 0x4c57_4445;

/** Loads each module's part of the demo company, once per database. A part that failed half way is tried again at the next start. */
export async function loadDemo(pool: Pool, modules: readonly ModuleContract[], services: ModuleServices, actor: Actor): Promise<void> {
  const lock = await pool.connect();
  try {
    await lock.query('select pg_advisory_lock($1)', [DEMO_LOCK]);
    const done = await lock.query<{ name: string }>('select name from setup_step');
    const names = new Set(done.rows.map((row) => row.name));
    for (const module of modules) {
      const name = `demo:${module.name}`;
      if (names.has(name)) continue;
      await module.seedDemo(services, actor);
      await lock.query('insert into setup_step (name) values ($1)', [name]);
    }
  } finally {
    await lock.query('select pg_advisory_unlock($1)', [DEMO_LOCK]).catch(() => undefined);
    lock.release();
  }
}
