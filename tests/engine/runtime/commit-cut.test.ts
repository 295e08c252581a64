import type { PoolClient } from 'pg';
import { expect } from 'chai';
import { bpmn, path } from '../../support/bpmn.ts';
import { createTestDatabase, type TestDatabase } from '../../support/database.ts';
import { ANNA, createTestEngine, type TestEngine } from '../../support/engine.ts';

const PROCESS = bpmn('short', `<bpmn:startEvent id="start" /><bpmn:endEvent id="end" />${path('start', 'end')}`);
const CUTS = 60;

/** What a test may reach of node-postgres: the socket below the connection. */
interface WithSocket {
  readonly connection: { readonly stream: { destroy(): void } };
}

/** Breaks the connection of every second COMMIT: before it is sent, or after the server has done it and before it could say so. */
function cutCommits(client: PoolClient, moment: () => 'before' | 'after' | null): void {
  const query = client.query.bind(client) as (...args: readonly unknown[]) => Promise<unknown>; // One of many overloads; passed through as it comes.
  const { stream } = (client as unknown as WithSocket).connection; // The socket is there at run time, only not in the types.
  const cut = async (...args: readonly unknown[]): Promise<unknown> => {
    const when = args[0] === 'commit' ? moment() : null;
    if (when === null) return query(...args);
    if (when === 'after') await query(...args);
    stream.destroy();
    return query('select 1');
  };
  Object.assign(client, { query: cut });
}

describe('A connection that breaks at COMMIT', () => {
  let database: TestDatabase;
  let test: TestEngine;
  const cuts = { before: 0, after: 0 };
  let isCutting = false;
  before(async function () {
    this.timeout(60_000);
    database = await createTestDatabase();
    test = createTestEngine(database);
    await test.engine.deploy([{ name: 'short.bpmn', content: PROCESS }], null, ANNA);
    let commits = 0;
    const moment = (): 'before' | 'after' | null => {
      commits += 1;
      if (!isCutting || commits % 2 === 0 || cuts.before + cuts.after >= CUTS) return null;
      const when = cuts.before <= cuts.after ? 'before' : 'after';
      cuts[when] += 1;
      return when;
    };
    database.pool.on('connect', (client) => {
      cutCommits(client, moment);
    });
    // Connections made before are not watched: let them go.
    for (const client of await Promise.all(Array.from({ length: 5 }, () => database.pool.connect()))) client.release(true);
  });
  after(async () => {
    isCutting = false;
    await test.close();
    await database.close();
  });

  it(`is found out ${CUTS} times: what was committed is not done again, what was not is`, async function () {
    this.timeout(60_000);
    isCutting = true;
    let started = 0;
    while (cuts.before + cuts.after < CUTS) {
      await test.engine.startProcess({ processId: 'short', businessKey: `case-${started}`, variables: {} }, ANNA);
      started += 1;
    }
    isCutting = false;
    expect(cuts.before).to.be.at.least(20);
    expect(cuts.after).to.be.at.least(20);
    const { rows } = await database.pool.query<{ instances: number; keys: number }>(
      'select count(*)::int as instances, count(distinct business_key)::int as keys from process_instance',
    );
    expect(rows).to.deep.equal([{ instances: started, keys: started }]);
  });
});
