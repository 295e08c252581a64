import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import pg from 'pg';
import { clusterPath, isRunning } from '../../../engine/store/embedded/cluster-folder.ts';
import { findEmbeddedPostgres, type EmbeddedDatabase } from '../../../engine/store/embedded/embedded-postgres.ts';
import { superviseEmbeddedPostgres } from '../../../engine/store/embedded/supervised-postgres.ts';
import { eventually } from '../../support/engine.ts';

const LONGEST_START_MS = 60_000;

describe('The supervised embedded database', function () {
  this.timeout(2 * LONGEST_START_MS);
  let directory: string;
  let server: EmbeddedDatabase;
  const events: string[] = [];
  const errors: unknown[] = [];
  before(async () => {
    directory = await mkdtemp(join(tmpdir(), 'lanework-supervised-'));
    server = await superviseEmbeddedPostgres({
      directory,
      onEvent: (event, error) => {
        events.push(event);
        if (error !== null) errors.push(error.message);
      },
    });
    await run('create table kept (n integer); insert into kept values (42)');
  });
  beforeEach(() => {
    events.length = 0;
    errors.length = 0;
  });
  after(async () => {
    await server.stop();
    await rm(directory, { recursive: true, force: true });
  });

  async function run(sql: string): Promise<readonly unknown[]> {
    const client = new pg.Client({ connectionString: server.url });
    client.on('error', () => undefined);
    await client.connect();
    try {
      return (await client.query<object>(sql)).rows;
    } finally {
      await client.end();
    }
  }

  const killed = async (): Promise<number> => {
    const { pid } = server;
    process.kill(pid, 'SIGKILL');
    await eventually(() => Promise.resolve(isRunning(pid) ? null : true), 'the server to be gone');
    return pid;
  };
  const served = () =>
    eventually(() => Promise.resolve(events.includes('started') ? true : null), 'the server to serve again', LONGEST_START_MS);

  it('serves again at the same address with everything that was committed, when it was killed', async () => {
    const pid = await killed();
    await served();
    expect(await run('select n from kept')).to.deep.equal([{ n: 42 }]);
    expect(server.pid).to.not.equal(pid);
    expect(events[0]).to.equal('ended');
  });

  it('is tried again until it can be started', async () => {
    const settings = join(clusterPath(directory), 'postgresql.auto.conf');
    const before = await readFile(settings, 'utf8');
    await writeFile(settings, `${before}\nno_such_setting = 1\n`);
    await killed();
    await eventually(
      () => Promise.resolve(events.filter((event) => event === 'failed').length > 1 ? true : null),
      'attempts to fail',
      LONGEST_START_MS,
    );
    expect(String(errors[0])).to.contain('no_such_setting');
    await writeFile(settings, before);
    await served();
    expect(await run('select n from kept')).to.deep.equal([{ n: 42 }]);
  });

  it('takes back a server whose owner only lost its connection', async () => {
    const { pid } = server;
    await run(`select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'lanework-owner'`);
    await served();
    expect(server.pid).to.equal(pid);
  });

  it('stays down when it is told to end, also while it is being started again', async () => {
    await killed();
    await server.stop();
    expect(await findEmbeddedPostgres(directory)).to.equal(null);
    expect(events).to.not.include('started');
  });
});
