import { availableParallelism } from 'node:os';
import type { Config } from '../config.ts';
import { createLogger } from '../host.ts';
import { openDatabase } from '../open-database.ts';
import { modules } from '../modules.ts';
import type { ModuleContract } from '../port/module.ts';
import { productVersion } from '../product-version.ts';
import { BackupError } from '../store/backup/backup-format.ts';
import { writeBackup } from '../store/backup/write-backup.ts';
import type { CommandOutput } from './output.ts';

/** Connections that copy at a time; more do not help, because one program compresses. */
const MAX_CONNECTIONS = 4;

/** Schemas of the product: the engine's and one by the name of each module. */
export const schemasOf = (product: readonly ModuleContract[]): readonly string[] => ['public', ...product.map((module) => module.name)];

/**
 * `lanework backup <file>`: the whole database as of one moment into one file, also while servers run. Progress goes to standard error,
 * one JSON line about the result to standard output. Status 0 when the file is there, 1 when not, 2 for wrong arguments.
 */
export async function backupCommand(args: readonly string[], output: CommandOutput, config: Config): Promise<number> {
  const [file] = args;
  if (file === undefined || args.length !== 1 || file.startsWith('-')) {
    output.err(`Expected lanework backup <file>, but found: ${args.join(' ')}`);
    return 2;
  }
  const broken = new AbortController();
  const stop = (): void => {
    broken.abort();
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, stop);
  const database = await openDatabase(config, createLogger(config), true);
  const began = performance.now();
  try {
    const { header, manifest, bytes } = await writeBackup({
      databaseUrl: database.url,
      file,
      schemas: schemasOf(modules),
      version: productVersion(),
      connections: Math.min(MAX_CONNECTIONS, availableParallelism()),
      signal: broken.signal,
      progress: (message) => {
        output.err(message);
      },
    });
    const facts = Object.values(manifest.tables);
    output.out(
      JSON.stringify({
        file,
        takenAt: header.takenAt,
        tables: facts.length,
        rows: facts.reduce((sum, table) => sum + table.rows, 0),
        rowBytes: facts.reduce((sum, table) => sum + table.bytes, 0),
        fileBytes: bytes,
        seconds: Math.round((performance.now() - began) / 100) / 10,
      }),
    );
    return 0;
  } catch (error) {
    if (!(error instanceof BackupError)) throw error;
    output.err(error.message);
    return 1;
  } finally {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.off(signal, stop);
    await database.embedded?.stop();
  }
}
