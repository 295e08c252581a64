import { hash } from 'node:crypto';
import type { Command } from '../kernel/command.ts';
import type { Actor } from '../port/module-contract.ts';
import type { JournalWrite } from '../port/step-write.ts';
import { JsonBytes, writeCommands, writeRecords, type InstanceRecord } from '../state/index.ts';

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
  return hash('sha256', [previous ?? '', row.instanceId, row.at, row.command, row.actor, row.records].join('\n'));
}

/** Records of one row; a step that has more goes on in the next row. */
const MAX_RECORDS_PER_ROW = 1_000;

/**
 * Chains the entries of a step to the end of the tree's journal. Commands that follow each other on one instance share a row: its command is the
 * first of them, with those that it led to as `then`, each with the number of records `after` which its own begin.
 */
export function chainEntries(rootInstanceId: string, previous: string | null, entries: readonly JournalEntry[]): readonly JournalWrite[] {
  const rows: JournalWrite[] = [];
  let prevHash = previous;
  for (let next = 0; next < entries.length;) {
    const run = runAt(entries, next);
    next += run.length;
    const row = journalRow(rootInstanceId, prevHash, run);
    rows.push(row);
    prevHash = row.hash;
  }
  return rows;
}

/** Where rows are put together: one at a time, and never while something is waited for. */
const bytes = new JsonBytes();

/** The row of some entries, put together as `journalHash` reads it, so that its hash and its columns are made of the same bytes. */
function journalRow(rootInstanceId: string, prevHash: string | null, run: Run): JournalWrite {
  const [{ instanceId, at, actor }] = run;
  bytes.begin();
  bytes.raw(`${prevHash ?? ''}\n${instanceId}\n${at}\n`);
  const commandAt = bytes.length;
  writeCommands(bytes, run);
  const actorAt = bytes.length + 1;
  bytes.raw(`\n${actorText(actor)}\n`);
  const recordsAt = bytes.length;
  writeRecords(bytes, run);
  const whole = Buffer.allocUnsafe(bytes.length);
  bytes.copyTo(whole);
  return {
    rootInstanceId,
    instanceId,
    at,
    command: whole.subarray(commandAt, actorAt - 1),
    actor: whole.subarray(actorAt, recordsAt - 1),
    records: whole.subarray(recordsAt),
    prevHash,
    hash: hash('sha256', whole),
  };
}

type Run = readonly [JournalEntry, ...JournalEntry[]];

/** The entries from a place on that share a row. */
function runAt(entries: readonly JournalEntry[], from: number): Run {
  const first = entries[from];
  if (first === undefined) throw new Error(`Expected an entry of the journal at ${from}, but there is none.`);
  const run: [JournalEntry, ...JournalEntry[]] = [first];
  let records = first.records.length;
  for (let next = from + 1; ; next += 1) {
    const entry = entries[next];
    if (entry === undefined || entry.instanceId !== first.instanceId || entry.actor !== first.actor || entry.at !== first.at) return run;
    records += entry.records.length;
    if (records > MAX_RECORDS_PER_ROW) return run;
    run.push(entry);
  }
}

let lastActor: { readonly actor: Actor; readonly text: string } | null = null;

/** The actor as a text; one follows himself again and again. */
function actorText(actor: Actor): string {
  if (lastActor?.actor !== actor) lastActor = { actor, text: JSON.stringify({ kind: actor.kind, id: actor.id, name: actor.name }) };
  return lastActor.text;
}
