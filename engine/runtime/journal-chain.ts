import { createHash } from 'node:crypto';
import type { Command } from '../kernel/command.ts';
import type { Actor } from '../port/module-contract.ts';
import type { JournalWrite } from '../port/step-write.ts';
import type { InstanceRecord } from '../state/index.ts';

/** What one command did to one instance, before it is chained. */
export interface JournalEntry {
  readonly instanceId: string;
  readonly at: string;
  readonly command: Command;
  readonly actor: Actor;
  readonly records: readonly InstanceRecord[];
}

/** The texts that a journal row's hash covers; columns of type json keep them letter by letter. */
export interface HashedTexts {
  readonly instanceId: string;
  readonly at: string;
  readonly command: string;
  readonly actor: string;
  readonly records: string;
}

/** Hash of a journal row: SHA-256 over the previous hash (hex, or nothing) and the row's texts, a line each. */
export function journalHash(previous: string | null, row: HashedTexts): string {
  return createHash('sha256')
    .update([previous ?? '', row.instanceId, row.at, row.command, row.actor, row.records].join('\n'))
    .digest('hex');
}

/** Chains the entries of a step to the end of the tree's journal. */
export function chainEntries(rootInstanceId: string, previous: string | null, entries: readonly JournalEntry[]): readonly JournalWrite[] {
  const rows: JournalWrite[] = [];
  let prevHash = previous;
  for (const entry of entries) {
    const texts: HashedTexts = {
      instanceId: entry.instanceId,
      at: entry.at,
      command: JSON.stringify(entry.command),
      actor: JSON.stringify({ kind: entry.actor.kind, id: entry.actor.id, name: entry.actor.name }),
      records: JSON.stringify(entry.records),
    };
    const hash = journalHash(prevHash, texts);
    rows.push({ rootInstanceId, ...texts, prevHash, hash });
    prevHash = hash;
  }
  return rows;
}
