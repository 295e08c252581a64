import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { clusterProcess } from '../../engine/store/embedded/cluster-folder.ts';
import { eventually } from '../support/engine.ts';

describe('The command serve', function () {
  this.timeout(120_000);
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'lanework-serve-'));
  });
  after(() => rm(folder, { recursive: true, force: true }));

  function run(environment: Readonly<Record<string, string>>) {
    const child = spawn(process.execPath, ['engine/cli.ts', 'serve'], {
      env: { PATH: process.env['PATH'], HOME: process.env['HOME'], PORT: '0', ...environment },
    });
    const output = { out: '', err: '' };
    child.stdout.on('data', (chunk: Buffer) => {
      output.out += chunk.toString();
    });
    child.stderr.on('data', (chunk: Buffer) => {
      output.err += chunk.toString();
    });
    return { child, output };
  }

  it('says one line when it is ready, refuses a second server on its data, and ends at SIGTERM also while somebody listens', async () => {
    const first = run({ LANEWORK_DATA: folder });
    await eventually(() => Promise.resolve(first.output.out === '' ? null : true), `the server to be ready: ${first.output.err}`, 90_000);
    expect(first.output.out).to.match(/^Lanework is ready at http:\/\/127\.0\.0\.1:\d+\n$/);
    const url = first.output.out.trim().replace('Lanework is ready at ', '');

    const second = run({ LANEWORK_DATA: folder });
    const [status] = (await once(second.child, 'exit')) as [number];
    expect(status).to.equal(1);
    expect(second.output.err).to.contain('Stop that server, or set LANEWORK_DATA');

    const signIn = await fetch(`${url}/api/v1/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-requested-with': 'lanework' },
      body: '{"login":"anna","password":"demo"}',
    });
    expect(signIn.status).to.equal(200);
    const cookie = (signIn.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
    const stream = await fetch(`${url}/api/v1/events`, { headers: { cookie } });
    expect(stream.status).to.equal(200);
    const beganMs = Date.now();
    first.child.kill('SIGTERM');
    const [code] = (await once(first.child, 'exit')) as [number];
    expect(code, first.output.err).to.equal(0);
    expect(Date.now() - beganMs).to.be.below(10_000);
    await stream.body?.cancel().catch(() => undefined);
  });

  it('goes on by itself after its database was killed, with what was acknowledged before, and ends as ever', async () => {
    const { child, output } = run({ LANEWORK_DATA: folder });
    await eventually(() => Promise.resolve(output.out === '' ? null : true), `the server to be ready: ${output.err}`, 90_000);
    const url = output.out.trim().replace('Lanework is ready at ', '');
    const ask = (method: string, path: string, body: object | null, cookie = ''): Promise<Response> =>
      fetch(`${url}/api/v1${path}`, {
        method,
        headers: { 'content-type': 'application/json', 'x-requested-with': 'lanework', cookie },
        ...(body === null ? {} : { body: JSON.stringify(body) }),
      });
    const signIn = await ask('POST', '/session', { login: 'anna', password: 'demo' });
    const cookie = (signIn.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
    expect((await ask('PATCH', '/session/user', { locale: 'ka' }, cookie)).ok).to.equal(true);

    const pidOfDatabase = async (): Promise<number | null> => (await clusterProcess(join(folder, 'postgres')))?.pid ?? null;
    const killed = await pidOfDatabase();
    if (killed === null) return expect.fail('Expected a database that runs.');
    process.kill(killed, 'SIGKILL');
    await eventually(async () => ([null, killed].includes(await pidOfDatabase()) ? null : true), 'another process to serve', 60_000);
    const session = await eventually(
      async () => {
        const answer = await ask('GET', '/session', null, cookie);
        return answer.ok ? answer.text() : null;
      },
      'the session to be answered',
      60_000,
    );
    expect(session).to.contain('"locale":"ka"');
    child.kill('SIGTERM');
    const [code] = (await once(child, 'exit')) as [number];
    expect(code, output.err).to.equal(0);
    expect(await pidOfDatabase()).to.equal(null);
  });

  it('names a setting that does not exist', async () => {
    const { child, output } = run({ LANEWORK_DATE: folder });
    const [status] = (await once(child, 'exit')) as [number];
    expect(status).to.equal(1);
    expect(output.err).to.contain('LANEWORK_DATE');
  });
});
