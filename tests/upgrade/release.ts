import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { Readable } from 'node:stream';
import { zstdDecompressSync } from 'node:zlib';
import { extract } from 'tar-stream';

/** The server code of the last release in a folder of its own. */
export interface UnpackedRelease {
  readonly folder: string;
  remove(): Promise<void>;
}

/** A server of some version as a process. */
export interface VersionServer {
  readonly url: string;
  /** Resolves when the process has ended; one that does not end is killed. */
  stop(signal: 'SIGTERM' | 'SIGKILL'): Promise<void>;
}

const READY_WITHIN_MS = 60_000;
const ENDS_WITHIN_MS = 15_000;
/** What a version serves, under the same path in each: the product, or the engine with the fault module. */
const PROGRAMS = { product: ['engine/cli.ts', 'serve'], faults: ['tests/faults/fault-server.ts'] } as const;

export interface VersionOptions {
  readonly program: keyof typeof PROGRAMS;
  readonly databaseUrl: string;
  readonly port: number;
}

/** Unpacks `release/server.tar.zst`; packages come from this checkout. */
export async function unpackRelease(): Promise<UnpackedRelease> {
  const folder = await mkdtemp(join(tmpdir(), 'lanework-release-'));
  const archive = extract();
  Readable.from([zstdDecompressSync(await readFile(new URL('./release/server.tar.zst', import.meta.url)))]).pipe(archive);
  for await (const entry of archive) {
    const path = join(folder, entry.header.name);
    const chunks: Buffer[] = [];
    for await (const chunk of entry as AsyncIterable<Buffer>) chunks.push(chunk);
    if (entry.header.type !== 'file') continue;
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, Buffer.concat(chunks));
  }
  await symlink(resolve('node_modules'), join(folder, 'node_modules'));
  return { folder, remove: () => rm(folder, { recursive: true }) };
}

/** Starts the server of a checkout and waits until it is ready. */
export async function startVersion(folder: string, { program, databaseUrl, port }: VersionOptions): Promise<VersionServer> {
  const child = spawn(process.execPath, [...PROGRAMS[program]], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      PATH: process.env['PATH'],
      HOME: process.env['HOME'],
      NODE_ENV: 'test',
      DATABASE_URL: databaseUrl,
      PORT: String(port),
      LANEWORK_DEMO: 'off',
      LANEWORK_ADMIN_PASSWORD: 'fault-test',
      LANEWORK_POLL_MS: '200',
      LANEWORK_LEASE_MS: '1500',
    },
  });
  let printed = '';
  await new Promise<void>((ready, reject) => {
    const timer = setTimeout(() => reject(new Error(`Expected the server to be ready, but it printed: ${printed}`)), READY_WITHIN_MS);
    const read = (chunk: Buffer): void => {
      if (printed.length < 10_000) printed += chunk.toString();
      if (!/ready (?:at )?http/u.test(printed)) return;
      clearTimeout(timer);
      ready();
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
    child.once('exit', (code) => reject(new Error(`Expected the server to start, but it ended with ${code}: ${printed}`)));
  });
  return {
    url: `http://127.0.0.1:${port}`,
    async stop(signal) {
      if (child.exitCode !== null) return;
      const timer = setTimeout(() => child.kill('SIGKILL'), ENDS_WITHIN_MS);
      child.kill(signal);
      await once(child, 'exit');
      clearTimeout(timer);
    },
  };
}

/** An API token made by the code of the release. */
export function tokenOfRelease(release: UnpackedRelease, databaseUrl: string): string {
  return execFileSync(process.execPath, ['make-token.ts'], {
    cwd: release.folder,
    encoding: 'utf8',
    env: { PATH: process.env['PATH'], HOME: process.env['HOME'], DATABASE_URL: databaseUrl },
  }).trim();
}
