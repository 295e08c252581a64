import { createHash } from 'node:crypto';
import { Transform, Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createZstdCompress } from 'node:zlib';
import pg from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import { createArchive, type ArchiveWriter } from './archive-file.ts';
import {
  BackupError,
  endName,
  FORMAT,
  HEADER_ENTRY,
  MANIFEST_ENTRY,
  PART_BYTES,
  partName,
  type BackupHeader,
  type BackupManifest,
  type TableFacts,
} from './backup-format.ts';
import { quoted, quotedColumns, readCatalogue, readHistoryMonths, readMigrations, readSequences } from './catalogue.ts';
import { HISTORY_LOCK } from '../history/history-lock.ts';

export interface BackupOptions {
  readonly databaseUrl: string;
  /** Path of the backup; must not exist. */
  readonly file: string;
  /** Schemas of the product. */
  readonly schemas: readonly string[];
  /** Version of the product. */
  readonly version: string;
  /** Connections that copy at a time. */
  readonly connections: number;
  /** Breaks the backup off; what was written is removed. */
  readonly signal: AbortSignal;
  readonly progress: (message: string) => void;
}

export interface BackupResult {
  readonly header: BackupHeader;
  readonly manifest: BackupManifest;
  /** Size of the file. */
  readonly bytes: number;
}

/**
 * Writes all that the product has in a database into one file, as of one moment, while the system runs. Memory stays bounded: each
 * connection holds one part. Throws BackupError for a file that exists, and leaves no file when it fails.
 */
export async function writeBackup(options: BackupOptions): Promise<BackupResult> {
  const archive = await createArchive(options.file);
  const leader = await connect(options.databaseUrl);
  try {
    // The clean-up and the making of partitions wait, rather than everybody else behind them.
    await leader.query('select pg_advisory_lock_shared(hashtext($1))', [HISTORY_LOCK]);
    await leader.query('begin isolation level repeatable read read only');
    const header = await readHeader(leader, options);
    const snapshot = (await leader.query<{ id: string }>('select pg_export_snapshot() as id')).rows[0]?.id ?? '';
    await archive.append(HEADER_ENTRY, Buffer.from(JSON.stringify(header, null, 1)));
    const manifest = await copyTables(options, header.tables, snapshot, archive);
    await archive.append(MANIFEST_ENTRY, Buffer.from(JSON.stringify(manifest, null, 1)));
    options.signal.throwIfAborted();
    return { header, manifest, bytes: await archive.finish() };
  } catch (error) {
    await archive.abandon();
    throw options.signal.aborted ? new BackupError('Expected the backup to end, but it was broken off.', error) : error;
  } finally {
    await leader.end();
  }
}

async function connect(databaseUrl: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: databaseUrl, application_name: 'lanework-backup', keepAlive: true });
  // A connection that breaks fails the statement in hand, which tells it.
  client.on('error', () => undefined);
  await client.connect();
  return client;
}

async function readHeader(client: pg.Client, options: BackupOptions): Promise<BackupHeader> {
  const migrations = await readMigrations(client);
  if (migrations.length === 0) throw new BackupError('Expected a database of the product, but found none of its migrations.');
  const { tables, sequences } = await readCatalogue(client, options.schemas);
  const { rows } = await client.query<{ at: string; version: string }>(
    `select to_char(now() at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at, current_setting('server_version') as version`,
  );
  return {
    product: 'lanework',
    format: FORMAT,
    version: options.version,
    takenAt: rows[0]?.at ?? '',
    postgres: rows[0]?.version ?? '',
    migrations: [...migrations],
    historyMonths: [...(await readHistoryMonths(client))],
    tables,
    sequences: await readSequences(client, sequences),
  };
}

async function copyTables(
  options: BackupOptions,
  tables: BackupHeader['tables'],
  snapshot: string,
  archive: ArchiveWriter,
): Promise<BackupManifest> {
  const waiting = [...tables];
  const facts: Record<string, TableFacts> = {};
  // One that fails breaks off the others.
  const failed = new AbortController();
  const signal = AbortSignal.any([options.signal, failed.signal]);
  const lane = async (): Promise<void> => {
    const client = await connect(options.databaseUrl);
    try {
      await client.query('begin isolation level repeatable read read only');
      await client.query(`set transaction snapshot ${client.escapeLiteral(snapshot)}`);
      for (let table = waiting.shift(); table !== undefined; table = waiting.shift()) {
        const found = await copyTable(client, table, archive, signal);
        facts[table.name] = found;
        options.progress(`${table.name}: ${found.rows} rows, ${tables.length - waiting.length} of ${tables.length} tables`);
      }
    } catch (error) {
      failed.abort(error);
      throw error;
    } finally {
      await client.end();
    }
  };
  const ended = await Promise.allSettled(Array.from({ length: options.connections }, lane));
  if (failed.signal.aborted) throw failed.signal.reason;
  for (const { reason } of ended.filter((each) => each.status === 'rejected')) throw reason;
  return { tables: Object.fromEntries(tables.flatMap(({ name }) => (facts[name] === undefined ? [] : [[name, facts[name]]]))) };
}

async function copyTable(
  client: pg.Client,
  table: BackupHeader['tables'][number],
  archive: ArchiveWriter,
  signal: AbortSignal,
): Promise<TableFacts> {
  const columns = quotedColumns(client, table.columns);
  const rows = client.query(copyTo(`copy (select ${columns} from ${quoted(client, table.name)}) to stdout`));
  const text = hashing();
  await pipeline(rows, text.stream, createZstdCompress(), partsInto(archive, table.name), { signal });
  await archive.append(endName(table.name), Buffer.alloc(0));
  return { rows: rows.rowCount, ...text.facts() };
}

/** Passes bytes on, counted and hashed. */
export function hashing(): { readonly stream: Transform; facts(): { readonly bytes: number; readonly sha256: string } } {
  const hash = createHash('sha256');
  let bytes = 0;
  const stream = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      hash.update(chunk);
      bytes += chunk.length;
      done(null, chunk);
    },
  });
  return { stream, facts: () => ({ bytes, sha256: hash.digest('hex') }) };
}

/** Collects bytes to parts and writes each as an entry. */
function partsInto(archive: ArchiveWriter, table: string): Writable {
  let collected: Buffer[] = [];
  let size = 0;
  let number = 0;
  const flush = (done: (error?: Error | null) => void): void => {
    number += 1;
    const part = Buffer.concat(collected);
    collected = [];
    size = 0;
    archive.append(partName(table, number), part).then(() => done(), done);
  };
  return new Writable({
    write(chunk: Buffer, _encoding, done) {
      collected.push(chunk);
      size += chunk.length;
      if (size >= PART_BYTES) flush(done);
      else done();
    },
    final(done) {
      if (size > 0) flush(done);
      else done();
    },
  });
}
