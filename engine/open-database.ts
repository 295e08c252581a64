import { join } from 'node:path';
import type { Logger } from 'pino';
import type { Config } from './config.ts';
import { findEmbeddedPostgres, type EmbeddedDatabase } from './store/embedded/embedded-postgres.ts';
import { superviseEmbeddedPostgres } from './store/embedded/supervised-postgres.ts';

/** A database that can be connected to; `embedded` is the server that was started for it, null when it ran already. */
export interface OpenDatabase {
  readonly url: string;
  readonly embedded: EmbeddedDatabase | null;
}

/** Finds the database of the settings; with `beside` also an embedded one that another process serves. */
export async function openDatabase(config: Config, logger: Logger, beside: boolean): Promise<OpenDatabase> {
  if (config.databaseUrl !== null) return { url: config.databaseUrl, embedded: null };
  const directory = join(config.dataDirectory, 'postgres');
  const running = beside ? await findEmbeddedPostgres(directory) : null;
  if (running !== null) return { url: running, embedded: null };
  const embedded = await superviseEmbeddedPostgres({
    directory,
    log: (line) => {
      logger.debug({ postgres: line }, 'database');
    },
    onEvent: (event, error) => {
      if (event === 'started') logger.info('the embedded database serves again');
      else if (error === null) logger.warn('the embedded database has ended by itself; starting it again');
      else logger.error({ err: error }, 'the embedded database could not be started again');
    },
  });
  return { url: embedded.url, embedded };
}
