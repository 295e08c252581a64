import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import pg from 'pg';
import { findEmbeddedPostgres, startEmbeddedPostgres } from '../../../engine/store/embedded/embedded-postgres.ts';

describe('The embedded database', function () {
  this.timeout(60_000);
  let directory: string;
  before(async () => {
    directory = await mkdtemp(join(tmpdir(), 'lanework-embedded-'));
  });
  after(() => rm(directory, { recursive: true, force: true }));

  const run = async (url: string, sql: string): Promise<readonly unknown[]> => {
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    try {
      return (await client.query<object>(sql)).rows;
    } finally {
      await client.end();
    }
  };

  it('is durable, local, password-protected, and keeps its data for the next start', async () => {
    const first = await startEmbeddedPostgres({ directory });
    expect(
      await run(
        first.url,
        `select current_setting('fsync') as fsync, current_setting('synchronous_commit') as commit, current_setting('listen_addresses') as addresses`,
      ),
    ).to.deep.equal([{ fsync: 'on', commit: 'on', addresses: '127.0.0.1' }]);
    const wrong = new pg.Client({ connectionString: first.url.replace(/:[^:@]+@/, ':wrong@') });
    expect(
      await wrong.connect().then(
        () => null,
        (error: unknown) => String(error),
      ),
    ).to.contain('password authentication failed');
    await run(first.url, 'create table kept (n integer); insert into kept values (42)');
    await first.stop();
    expect(await findEmbeddedPostgres(directory)).to.equal(null);
    const second = await startEmbeddedPostgres({ directory });
    expect(await run(second.url, 'select n from kept')).to.deep.equal([{ n: 42 }]);
    await second.stop();
  });

  it('refuses a second owner by name, and lets a command work beside the first', async () => {
    const server = await startEmbeddedPostgres({ directory });
    const refusal = await startEmbeddedPostgres({ directory }).then(
      () => null,
      (error: unknown) => String(error),
    );
    expect(refusal).to.contain(`process ${server.pid} serves it for another server`);
    expect(await run((await findEmbeddedPostgres(directory)) ?? '', 'select n from kept')).to.deep.equal([{ n: 42 }]);
    await server.stop();
  });

  it('is taken over when its owner was killed', async () => {
    const script = `import { startEmbeddedPostgres } from ${JSON.stringify(new URL('../../../engine/store/embedded/embedded-postgres.ts', import.meta.url).href)};
      await startEmbeddedPostgres({ directory: ${JSON.stringify(directory)} }); console.log('started'); setInterval(() => undefined, 1000);`;
    const owner = spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: ['ignore', 'pipe', 'inherit'] });
    await once(owner.stdout, 'data');
    owner.kill('SIGKILL');
    await once(owner, 'exit');
    const left = await findEmbeddedPostgres(directory);
    expect(left).to.be.a('string');
    const server = await startEmbeddedPostgres({ directory });
    expect(server.url).to.equal(left);
    expect(await run(server.url, 'select n from kept')).to.deep.equal([{ n: 42 }]);
    await server.stop();
  });
});
