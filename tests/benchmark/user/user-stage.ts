import pg from 'pg';
import { serveProduct, type ServedProduct } from '../../support/product.ts';
import { processorMsBelow, type Stage } from '../stage.ts';
import type { LoadRequest, LoadResult } from './load.ts';
import { openLoadGenerator } from './load-generator.ts';
import { openOffice, PASSWORD } from './office.ts';

/** People who work at the same time, and their connections: a browser keeps one busy at a time. */
const CLERKS = 20;
const QUICK_CLERKS = 2;
const CONNECTIONS = 64;

/** A load and what it took from the machine. */
export interface UserLoad extends LoadResult {
  readonly serverMs: number | null;
  readonly databaseMs: number | null;
  readonly walBytes: number;
}

/** A server process with its people and the process that plays them. */
export interface UserStage {
  readonly pool: pg.Pool;
  readonly served: ServedProduct;
  run(request: Extract<LoadRequest, { kind: 'full' | 'steady' }>): Promise<UserLoad>;
  /** Fails when not every case that was counted has ended in the database. */
  verify(): Promise<void>;
  close(): Promise<void>;
}

/** Starts the product on an empty database, as a customer would, and lets its people sign in. */
export async function openUserStage(stage: Stage): Promise<UserStage> {
  const databaseUrl = await stage.createDatabase();
  const served = await serveProduct(
    { DATABASE_URL: databaseUrl, LANEWORK_DEMO: 'off', LANEWORK_ADMIN_PASSWORD: PASSWORD, LANEWORK_SIGN_IN_ATTEMPTS: '1000' },
    profilerFlags(),
  );
  const clerks = await openOffice(served.url, stage.isQuick ? QUICK_CLERKS : CLERKS);
  const generator = await openLoadGenerator(served.url, clerks, CONNECTIONS);
  const pool = new pg.Pool({ connectionString: databaseUrl, max: 2 });
  pool.on('error', () => undefined);
  let cases = 0;
  return {
    pool,
    served,
    async run(request) {
      const before = { server: await processorMsBelow(served.pid), database: await stage.databaseMs(), wal: await stage.walBytes() };
      const result = await generator.run(request);
      cases += result.cases;
      return {
        ...result,
        serverMs: difference(await processorMsBelow(served.pid), before.server),
        databaseMs: difference(await stage.databaseMs(), before.database),
        walBytes: (await stage.walBytes()) - before.wal,
      };
    },
    async verify() {
      const { rows } = await pool.query<{ ended: number; tasks: number }>(
        `select (select count(*)::int from process_instance where process_id = 'approve' and status = 'completed') as ended,
           (select count(*)::int from task where process_id = 'approve' and status = 'completed') as tasks`,
      );
      const [row] = rows;
      if (row?.ended !== cases || row.tasks !== cases)
        throw new Error(`Expected ${cases} ended cases with a completed task each, but found ${JSON.stringify(row)}.`);
    },
    async close() {
      await generator.close();
      await served.stop();
      await pool.end();
    },
  };
}

const difference = (after: number | null, before: number | null): number | null =>
  after === null || before === null ? null : after - before;

/** `BENCH_PROFILE=<folder>` has the server write a processor profile there when it ends. */
function profilerFlags(): readonly string[] {
  const folder = process.env['BENCH_PROFILE'];
  return folder === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${folder}`];
}
