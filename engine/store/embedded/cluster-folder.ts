import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chown, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import type { PostgresBinaries } from './binaries.ts';
import { openPathTo, type DatabaseUser } from './database-user.ts';

const execute = promisify(execFile);

/** Name of the superuser of an embedded cluster. */
export const CLUSTER_USER = 'lanework';

/** A process that serves a cluster, as its `postmaster.pid` tells. */
export interface ClusterProcess {
  readonly pid: number;
  readonly port: number;
}

export const clusterPath = (directory: string): string => join(directory, 'cluster');

/** Makes the cluster when there is none: durable defaults, UTF-8, password sign-in, data checksums. */
export async function prepareCluster(directory: string, binaries: PostgresBinaries, user: DatabaseUser): Promise<void> {
  await mkdir(directory, { recursive: true });
  const cluster = clusterPath(directory);
  if (existsSync(join(cluster, 'PG_VERSION'))) return;
  await rm(cluster, { recursive: true, force: true });
  const password = randomBytes(24).toString('hex');
  const passwordFile = join(directory, 'password');
  await writeFile(passwordFile, `${password}\n`, { mode: 0o600 });
  const initial = join(directory, 'initial-password');
  await writeFile(initial, `${password}\n`, { mode: 0o600 });
  await mkdir(cluster, { mode: 0o700 });
  if (user !== null) {
    await Promise.all([openPathTo(directory), openPathTo(dirname(binaries.initdb))]);
    await Promise.all([chown(cluster, user.uid, user.gid), chown(initial, user.uid, user.gid)]);
  }
  try {
    await execute(
      binaries.initdb,
      [
        `--pgdata=${cluster}`,
        `--username=${CLUSTER_USER}`,
        `--pwfile=${initial}`,
        '--auth=scram-sha-256',
        '--encoding=UTF8',
        '--locale=C',
        '--data-checksums',
        '--no-instructions',
      ],
      { ...user, cwd: directory },
    );
  } catch (cause) {
    await rm(cluster, { recursive: true, force: true });
    throw new Error(
      `Expected initdb to make a cluster in ${cluster}, but it failed: ${cause instanceof Error && 'stderr' in cause ? String(cause.stderr).trim() : String(cause)}`,
      { cause },
    );
  } finally {
    await rm(initial, { force: true });
  }
}

/** The password is random per cluster and readable by the owner of the folder alone. */
export async function clusterPassword(directory: string): Promise<string> {
  return (await readFile(join(directory, 'password'), 'utf8')).trim();
}

/** Who serves the cluster now; null when nobody does. A leftover of a crash names a process that is gone. */
export async function clusterProcess(directory: string): Promise<ClusterProcess | null> {
  const file = join(clusterPath(directory), 'postmaster.pid');
  if (!existsSync(file)) return null;
  // Lines of the file: process id, data folder, start time, port, ...
  const lines = (await readFile(file, 'utf8')).split('\n');
  const pid = Number.parseInt(lines[0] ?? '', 10);
  const port = Number.parseInt(lines[3] ?? '', 10);
  if (!Number.isInteger(pid) || !Number.isInteger(port)) return null;
  return (await isPostgres(pid)) ? { pid, port } : null;
}

async function isPostgres(pid: number): Promise<boolean> {
  if (!isRunning(pid)) return false;
  const command = `/proc/${pid}/cmdline`;
  return existsSync(command) ? (await readFile(command, 'utf8')).includes('postgres') : true;
}

/** True while a process exists, also when it belongs to somebody else. */
export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
