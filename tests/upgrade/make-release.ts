/**
 * Makes what the upgrade tests need of the last release: `release/server.tar.zst`, its server code without pages, and
 * `release/golden.tar`, a backup of a database in which that code left instances in many states.
 *
 *   node tests/upgrade/make-release.ts <commit of the release>
 */
import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { constants, zstdCompressSync } from 'node:zlib';
import { schemasOf } from '../../engine/command/backup.ts';
import { modules } from '../../engine/modules.ts';
import { startEmbeddedPostgres } from '../../engine/store/embedded/embedded-postgres.ts';
import { writeBackup } from '../../engine/store/backup/write-backup.ts';
import { freePort } from '../support/redis.ts';
import { leaveInstances } from './golden-instances.ts';
import { startVersion, tokenOfRelease, unpackRelease } from './release.ts';

const FOLDERS = [
  'engine',
  'modules',
  'package.json',
  'tests/faults/fault-server.ts',
  'tests/faults/fault-module.ts',
  'tests/support/bpmn.ts',
];
const RELEASE = new URL('./release/', import.meta.url).pathname;

/** Makes an API token with the code of the release; part of the packed server. */
const MAKE_TOKEN = `import { readConfig } from './engine/config.ts';
import { openOrm } from './engine/store/orm.ts';
import { ENGINE_ACTOR } from './engine/runtime/engine-parts.ts';
import { createIdentity, module as identity } from './modules/identity/index.ts';
import pg from 'pg';
const url = readConfig(process.env).databaseUrl;
const orm = await openOrm(url, identity.entities);
const pool = new pg.Pool({ connectionString: url });
const { token } = await createIdentity({ orm, pool }, { demo: false }).createApiToken(
  { name: 'upgrade', scopes: ['read', 'write', 'deploy', 'admin', 'jobs'], expiresAt: null }, { ...ENGINE_ACTOR, roles: ['admin'] });
process.stdout.write(token + '\\n');
await pool.end();
await orm.close(true);
`;

async function packServer(commit: string): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'lanework-pack-'));
  try {
    const sources = execFileSync('git', ['archive', commit, ...FOLDERS], { maxBuffer: 1e9 });
    execFileSync('tar', ['x', '-C', folder], { input: sources });
    for (const name of await readdir(join(folder, 'modules')))
      await rm(join(folder, 'modules', name, 'ui'), { recursive: true, force: true });
    await mkdir(join(folder, 'designer/dist'), { recursive: true });
    await writeFile(join(folder, 'designer/dist/index.html'), '<!doctype html><title>Pages are left out</title>');
    await writeFile(join(folder, 'make-token.ts'), MAKE_TOKEN);
    const packed = execFileSync('tar', ['c', '--sort=name', '--mtime=@0', '--owner=0', '--group=0', '--numeric-owner', '-C', folder, '.'], {
      maxBuffer: 1e9,
    });
    const bytes = zstdCompressSync(packed, { params: { [constants.ZSTD_c_compressionLevel]: 22, [constants.ZSTD_c_windowLog]: 25 } });
    await writeFile(join(RELEASE, 'server.tar.zst'), bytes);
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function makeGolden(): Promise<void> {
  const directory = await mkdtemp(join(tmpdir(), 'lanework-golden-'));
  const database = await startEmbeddedPostgres({ directory });
  const release = await unpackRelease();
  try {
    const server = await startVersion(release.folder, { program: 'product', databaseUrl: database.url, port: await freePort() });
    await leaveInstances(server.url, tokenOfRelease(release, database.url));
    await server.stop('SIGTERM');
    const file = join(RELEASE, 'golden.tar');
    await rm(file, { force: true });
    await writeBackup({
      databaseUrl: database.url,
      file,
      schemas: schemasOf(modules),
      version: '0.1.0',
      connections: 1,
      signal: new AbortController().signal,
      progress: () => undefined,
    });
  } finally {
    await release.remove();
    await database.stop();
    await rm(directory, { recursive: true });
  }
}

const [commit] = process.argv.slice(2);
if (commit === undefined) throw new Error('Expected the commit of the release.');
await mkdir(RELEASE, { recursive: true });
await packServer(commit);
await makeGolden();
