import type { InstanceState } from '../state/index.ts';

/** A journal row with the exact texts that its hash covers; hashes are hexadecimal. */
export interface AuditedJournalRow {
  readonly sequence: number;
  readonly instanceId: string;
  readonly at: string;
  readonly command: string;
  readonly actor: string;
  readonly records: string;
  readonly prevHash: string | null;
  readonly hash: string;
}

/** Everything that is needed to verify one call tree. */
export interface AuditedTree {
  readonly rootInstanceId: string;
  /** As kept at the root: how many rows there must be, and the last hash. */
  readonly journalCount: number;
  readonly journalHash: string | null;
  readonly rows: readonly AuditedJournalRow[];
  readonly states: readonly InstanceState[];
}

/** Takes a call tree as it is read: all its journal rows oldest first, then what the root says of their end, then each instance's state. */
export interface TreeReader {
  readRow(row: AuditedJournalRow): void;
  readEnd(journalCount: number, journalHash: string | null): void;
  readState(state: InstanceState): void;
}
