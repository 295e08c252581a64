import pg from 'pg';
import { serveProduct, type ServedProduct } from '../../support/product.ts';
import { fillLike, settle } from '../fill/fill.ts';
import type { History } from '../runtime/lanework-runtime.ts';
import { processorMsBelow, type Stage } from '../stage.ts';
import type { LoadRequest, LoadResult } from './load.ts';
import { openLoadGenerator, type LoadGenerator } from './load-generator.ts';
import { openOffice, PASSWORD, startCase, type Headers } from './office.ts';

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

export type { History };

/** Starts the product, as a customer would, and lets its people sign in. Without a history the database is empty. */
export async function openUserStage(stage: Stage, history: History = { open: 0, finished: 0 }): Promise<UserStage> {
  const databaseUrl = await stage.createDatabase();
  const served = await serveProduct(
    { DATABASE_URL: databaseUrl, LANEWORK_DEMO: 'off', LANEWORK_ADMIN_PASSWORD: PASSWORD, LANEWORK_SIGN_IN_ATTEMPTS: '1000' },
    profilerFlags(),
  );
  const clerks = await openOffice(served.url, stage.isQuick ? QUICK_CLERKS : CLERKS);
  const generator = await openLoadGenerator(served.url, clerks, CONNECTIONS);
  const pool = new pg.Pool({ connectionString: databaseUrl, max: 2 });
  pool.on('error', () => undefined);
  if (history.open > 0) await fillHistory(stage, pool, { url: served.url, clerk: clerks[0] ?? {} }, generator, history);
  const before = await countEnded(pool);
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
      const { ended, tasks } = await countEnded(pool);
      if (ended - before.ended !== cases || tasks - before.tasks !== cases)
        throw new Error(
          `Expected ${cases} ended cases with a completed task each, but found ${ended - before.ended} with ${tasks - before.tasks}.`,
        );
    },
    async close() {
      await generator.close();
      await served.stop();
      await pool.end();
    },
  };
}

async function countEnded(pool: pg.Pool): Promise<{ readonly ended: number; readonly tasks: number }> {
  const { rows } = await pool.query<{ ended: number; tasks: number }>(
    `select (select count(*)::int from process_instance where status = 'completed') as ended,
       (select count(*)::int from task where status = 'completed') as tasks`,
  );
  return rows[0] ?? { ended: 0, tasks: 0 };
}

/** Copies of a case that has ended and of one whose task is open. */
async function fillHistory(
  stage: Stage,
  pool: pg.Pool,
  { url, clerk }: { readonly url: string; readonly clerk: Headers },
  generator: LoadGenerator,
  history: History,
): Promise<void> {
  await generator.run({ kind: 'steady', perSecond: 1, forMs: 1_000 });
  const { rows } = await pool.query<{ id: string }>(`select id from process_instance where status = 'completed' limit 1`);
  await fillLike(pool, { templateId: rows[0]?.id ?? '', copies: history.finished });
  await fillLike(pool, { templateId: await startCase(url, clerk), copies: history.open });
  await settle(stage, pool);
}

const difference = (after: number | null, before: number | null): number | null =>
  after === null || before === null ? null : after - before;

/** `BENCH_PROFILE=<folder>` has the server write a processor profile there when it ends. */
function profilerFlags(): readonly string[] {
  const folder = process.env['BENCH_PROFILE'];
  return folder === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${folder}`];
}
