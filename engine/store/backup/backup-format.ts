import { z } from 'zod';

/**
 * A backup is one tar file. First comes `backup.json` (what it is), then the rows of each table as COPY text, compressed with Zstandard
 * and cut into parts, `data/<table>/000001.zst` and so on, each table closed by an empty `data/<table>/end`; parts of several tables
 * may alternate. Last comes `manifest.json` (what must be found). The parts of a table in a row are one Zstandard stream.
 */
export const FORMAT = 1;
export const HEADER_ENTRY = 'backup.json';
export const MANIFEST_ENTRY = 'manifest.json';

/** Compressed bytes of a part that are collected before it is written. */
export const PART_BYTES = 1024 * 1024;
/** Bytes of an entry that are accepted when reading. */
export const MAX_ENTRY_BYTES = 16 * 1024 * 1024;
/** Tables whose parts may alternate. */
export const MAX_OPEN_TABLES = 8;

const tableName = z.string().regex(/^[a-z_]\w*\.[a-z_]\w*$/u);

/** What stands at the beginning of a backup. */
export const headerSchema = z.strictObject({
  product: z.literal('lanework'),
  format: z.literal(FORMAT),
  /** Version of the product that made it. */
  version: z.string(),
  /** Moment of the snapshot by the database clock, ISO 8601 UTC. */
  takenAt: z.string(),
  postgres: z.string(),
  /** Migrations that the database had, in the order in which they ran. */
  migrations: z.array(z.string()),
  /** Months that history has partitions of, as `2026-11-01`. */
  historyMonths: z.array(z.string().regex(/^\d{4}-\d{2}-01$/u)),
  tables: z.array(z.strictObject({ name: tableName, columns: z.array(z.string()).min(1) })),
  /** Sequences with the next value that they give. */
  sequences: z.array(z.strictObject({ name: tableName, next: z.string().regex(/^-?\d+$/u) })),
});

/** What stands at the end: per table the rows, the bytes of their COPY text, and its SHA-256. */
export const manifestSchema = z.strictObject({
  tables: z.record(tableName, z.strictObject({ rows: z.int().min(0), bytes: z.int().min(0), sha256: z.string().regex(/^[\da-f]{64}$/u) })),
});

export type BackupHeader = z.output<typeof headerSchema>;
export type BackupManifest = z.output<typeof manifestSchema>;
export type TableFacts = BackupManifest['tables'][string];

export const partName = (table: string, number: number): string => `data/${table}/${String(number).padStart(6, '0')}.zst`;
export const endName = (table: string): string => `data/${table}/end`;

/** Table of a data entry, and whether it is the table's last; null for another entry. */
export function readDataName(name: string): { readonly table: string; readonly isEnd: boolean } | null {
  const [, table, last] = /^data\/([a-z_]\w*\.[a-z_]\w*)\/(\d{6,}\.zst|end)$/u.exec(name) ?? [];
  return table === undefined ? null : { table, isEnd: last === 'end' };
}

/** A backup that is damaged, not a backup, or of another version; the message says which. */
export class BackupError extends Error {
  constructor(message: string, cause?: unknown) {
    super(message, cause === undefined ? {} : { cause });
    this.name = 'BackupError';
  }
}
