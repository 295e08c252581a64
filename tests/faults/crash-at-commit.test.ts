import { existsSync } from 'node:fs';
import { expect } from 'chai';
import pg from 'pg';
import { PostgresInstanceStore } from '../../engine/store/postgres-instance-store.ts';
import { ANNA, createTestEngine, type TestEngine } from '../support/engine.ts';
import { bpmn, path } from '../support/bpmn.ts';
import { watchCommits } from './commit-watcher.ts';
import { FaultProxy } from './fault-proxy.ts';
import { recordFigure, whole } from './figure.ts';
import { OwnPostgres } from './own-postgres.ts';
import { scaled } from './scale.ts';

const CRASHES = scaled('FAULT_COMMIT_CRASHES', 3, 100);
const PROCESS = bpmn('short', `<bpmn:startEvent id="start" /><bpmn:endEvent id="end" />${path('start', 'end')}`);
/** Nothing is written down but at a commit, so that a crash takes the numbers of transactions with it. */
const SETTINGS = ['wal_writer_delay=10000', 'wal_writer_flush_after=0', 'bgwriter_delay=10000'];
/** Transactions of strangers after each crash, so that one of them gets the number that was lost. */
const STRANGERS = 20;

describe(`A PostgreSQL that crashes at COMMIT ${CRASHES} times and gives the number of the transaction to a stranger`, function () {
  this.timeout(120_000 + CRASHES * 20_000);
  if (!existsSync('/proc/self/stat')) {
    it('is tried only where /proc tells the processes of PostgreSQL, and here it does not');
    return;
  }
  let database: OwnPostgres;
  let proxy: FaultProxy;
  let pool: pg.Pool;
  let test: TestEngine;
  let crash: (() => void) | null = null;
  before(async () => {
    database = await OwnPostgres.open({ settings: SETTINGS });
    const watch = watchCommits('lanework', () => {
      if (crash === null) return null;
      crash();
      crash = null;
      return 'before';
    });
    proxy = await FaultProxy.open(database.port, watch);
    pool = new pg.Pool({ connectionString: proxy.through(database.url), application_name: 'lanework', pipeline: true });
    pool.on('error', () => undefined);
    pool.on('connect', (client) => {
      client.on('error', () => undefined);
    });
    test = createTestEngine(database, [], { store: new PostgresInstanceStore(pool) });
    await test.engine.deploy([{ name: 'short.bpmn', content: PROCESS }], null, ANNA);
  });
  after(async () => {
    await test.close();
    await pool.end();
    await proxy.close();
    await database.close();
  });

  /** Crashes it, and lets strangers commit before the engine can ask. */
  async function crashAndLetStrangersIn(): Promise<number> {
    proxy.refuse();
    await database.crash();
    await database.start();
    const numbers: number[] = [];
    for (let stranger = 0; stranger < STRANGERS; stranger += 1) {
      const { rows } = await database.pool.query<{ id: string }>('select pg_current_xact_id()::text as id');
      numbers.push(Number(rows[0]?.id));
    }
    proxy.open();
    return Math.max(...numbers);
  }

  it('loses no command that is told to be done', async () => {
    let reused = 0;
    for (let round = 0; round < CRASHES; round += 1) {
      const before = await database.pool.query<{ id: string }>('select pg_current_xact_id()::text as id');
      const crashed = new Promise<number>((resolve, reject) => {
        crash = () => {
          crashAndLetStrangersIn().then(resolve, reject);
        };
      });
      await test.engine.startProcess({ processId: 'short', businessKey: `case-${round}`, variables: {} }, ANNA);
      // The next number after that before the round was the one of the start.
      if ((await crashed) > Number(before.rows[0]?.id)) reused += 1;
    }
    const found = await database.pool.query<{ n: number; keys: number }>(
      'select count(*)::int as n, count(distinct business_key)::int as keys from process_instance',
    );
    const { n, keys } = found.rows[0] ?? { n: 0, keys: 0 };
    recordFigure({
      row: 'commitCrash',
      figure: `${whole(CRASHES)} crashes, the number given out again ${whole(reused)} times: ${CRASHES - keys} lost, ${n - keys} doubled`,
      command: `FAULT_COMMIT_CRASHES=${CRASHES} mocha tests/faults/crash-at-commit.test.ts`,
      seed: null,
      isMet: n === CRASHES && keys === CRASHES,
    });
    expect(keys, 'instances that were told to be started').to.equal(CRASHES);
    expect(n - keys, 'instances started twice').to.equal(0);
  });
});
