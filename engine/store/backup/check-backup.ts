import { PassThrough } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createZstdDecompress } from 'node:zlib';
import { readArchive } from './archive-file.ts';
import {
  BackupError,
  HEADER_ENTRY,
  headerSchema,
  MANIFEST_ENTRY,
  manifestSchema,
  MAX_OPEN_TABLES,
  readDataName,
  type BackupHeader,
  type BackupManifest,
} from './backup-format.ts';
import { hashing } from './write-backup.ts';

/** Where the rows of one table go while a backup is read. */
export interface TableSink {
  /** Takes COPY text; its `finish` event or error ends the table. */
  readonly stream: NodeJS.WritableStream;
  /** Gives up what the sink holds; called once, after success and failure. */
  release(error: unknown): Promise<void>;
}

interface OpenTable {
  readonly input: PassThrough;
  readonly done: Promise<void>;
}

/**
 * Reads a backup once and gives the rows of each table to the sink that `open` makes for it. Compares
 * bytes and hashes of every table with the manifest. Throws BackupError for anything that differs.
 */
export async function readBackup(
  file: string,
  open: (table: BackupHeader['tables'][number]) => Promise<TableSink>,
): Promise<{ readonly header: BackupHeader; readonly manifest: BackupManifest }> {
  let header: BackupHeader | null = null;
  let manifest: BackupManifest | null = null;
  const found = new Map<string, { readonly bytes: number; readonly sha256: string }>();
  const tables = new Map<string, OpenTable>();
  const ended: Promise<void>[] = [];
  try {
    for await (const { name, content } of readArchive(file)) {
      if (manifest !== null) throw new BackupError(`Expected nothing behind ${MANIFEST_ENTRY}, but found ${name}.`);
      if (header === null) {
        header = readJson(name, HEADER_ENTRY, content, (value) => headerSchema.parse(value));
        continue;
      }
      const data = readDataName(name);
      if (data === null) {
        await Promise.all([...tables.values()].map(({ done }) => done));
        manifest = readJson(name, MANIFEST_ENTRY, content, (value) => manifestSchema.parse(value));
        continue;
      }
      const table = tables.get(data.table) ?? (await openTable(header, data.table, tables, found, open));
      if (data.isEnd) {
        table.input.end();
        tables.delete(data.table);
        ended.push(table.done);
      } else await feed(table, content);
    }
    await Promise.all(ended);
  } finally {
    // After a failure nobody feeds these any more.
    for (const { input } of tables.values()) input.destroy();
    await Promise.allSettled([...tables.values()].map(({ done }) => done).concat(ended));
  }
  if (header === null || manifest === null) throw new BackupError(`Expected ${file} to be a whole backup, but its end is missing.`);
  compare(header, manifest, found);
  return { header, manifest };
}

function readJson<Value>(name: string, expected: string, content: Buffer, parse: (value: unknown) => Value): Value {
  if (name !== expected) throw new BackupError(`Expected a backup of Lanework with ${expected} here, but found ${name}.`);
  try {
    return parse(JSON.parse(content.toString('utf8')));
  } catch (error) {
    throw new BackupError(
      `Expected ${expected} as this version writes it, but: ${error instanceof Error ? error.message : String(error)}`,
      error,
    );
  }
}

async function openTable(
  header: BackupHeader,
  name: string,
  tables: Map<string, OpenTable>,
  found: Map<string, { readonly bytes: number; readonly sha256: string }>,
  open: (table: BackupHeader['tables'][number]) => Promise<TableSink>,
): Promise<OpenTable> {
  const table = header.tables.find((each) => each.name === name);
  if (table === undefined || found.has(name)) throw new BackupError(`Expected rows of a table of the backup, once, but found ${name}.`);
  if (tables.size >= MAX_OPEN_TABLES)
    throw new BackupError(`Expected parts of at most ${MAX_OPEN_TABLES} tables to alternate, but found more.`);
  const sink = await open(table);
  const input = new PassThrough();
  const text = hashing();
  const run = async (): Promise<void> => {
    try {
      await pipeline(input, createZstdDecompress(), text.stream, sink.stream);
      found.set(name, text.facts());
      await sink.release(null);
    } catch (error) {
      await sink.release(error);
      throw new BackupError(
        `Expected the rows of ${name} to be read, but: ${error instanceof Error ? error.message : String(error)}`,
        error,
      );
    }
  };
  const done = run();
  // Awaited by the reader, which may be busy with another table when this one fails.
  done.catch(() => undefined);
  const entry = { input, done };
  tables.set(name, entry);
  return entry;
}

async function feed(table: OpenTable, content: Buffer): Promise<void> {
  if (table.input.write(content)) return;
  await Promise.race([new Promise((resolve) => table.input.once('drain', resolve)), table.done]);
}

function compare(
  header: BackupHeader,
  manifest: BackupManifest,
  found: ReadonlyMap<string, { readonly bytes: number; readonly sha256: string }>,
): void {
  for (const { name } of header.tables) {
    const [expected, actual] = [manifest.tables[name], found.get(name)];
    if (expected === undefined || actual === undefined || expected.bytes !== actual.bytes || expected.sha256 !== actual.sha256)
      throw new BackupError(
        `Expected ${expected?.bytes ?? 'no'} bytes of ${name} with hash ${expected?.sha256 ?? 'none'}, but found ${actual?.bytes ?? 'none'} with ${actual?.sha256 ?? 'none'}: the file was damaged.`,
      );
  }
}
