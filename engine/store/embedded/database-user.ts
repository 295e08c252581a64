import { execFile } from 'node:child_process';
import { chmod, stat } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { dirname } from 'node:path';
import { promisify } from 'node:util';

const execute = promisify(execFile);
const USER = 'postgres';

/** The operating system's user under which PostgreSQL runs; null: the one who runs this program. */
export type DatabaseUser = { readonly uid: number; readonly gid: number } | null;

/** PostgreSQL refuses to run as root. Then it runs as `postgres`, a user that is made when there is none. */
export async function databaseUser(): Promise<DatabaseUser> {
  if (userInfo().uid !== 0) return null;
  return (await lookUp()) ?? makeUser();
}

async function lookUp(): Promise<DatabaseUser> {
  try {
    const [uid, gid] = await Promise.all(['-u', '-g'].map(async (flag) => Number.parseInt((await execute('id', [flag, USER])).stdout, 10)));
    return uid === undefined || gid === undefined ? null : { uid, gid };
  } catch {
    return null;
  }
}

async function makeUser(): Promise<DatabaseUser> {
  try {
    await execute('useradd', ['--system', '--user-group', '--no-create-home', '--shell', '/usr/sbin/nologin', USER]);
  } catch (cause) {
    throw new Error(
      `Expected to make the user "${USER}", because PostgreSQL does not run as root, but it failed. Run as another user, or set DATABASE_URL.`,
      { cause },
    );
  }
  return lookUp();
}

/** Gives search permission (not reading) on the folders above, so that the database user can reach its files inside them. */
export async function openPathTo(path: string): Promise<void> {
  for (let folder = path; folder !== dirname(folder); folder = dirname(folder)) {
    const { mode } = await stat(folder);
    if ((mode & 0o001) === 0) await chmod(folder, mode | 0o001);
  }
}
