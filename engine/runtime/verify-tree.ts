import type { JsonValue } from '../model/index.ts';
import type { AuditedJournalRow, AuditedTree, TreeReader } from '../port/audit.ts';
import { applyRecords, parseRecords, type InstanceState } from '../state/index.ts';
import { canonicalJson } from './canonical-json.ts';
import { journalHash } from './journal-chain.ts';

/** Verifies a call tree while it is read row by row, oldest first: its hash chain, and whether replaying the journal gives the stored state. */
export class TreeVerifier implements TreeReader {
  /** Everything that is wrong, a sentence each. */
  readonly problems: string[] = [];
  /** Journal rows read so far. */
  rows = 0;
  readonly #rootInstanceId: string;
  readonly #replayed = new Map<string, InstanceState>();
  #previous: string | null = null;
  #isReplaying = true;

  constructor(rootInstanceId: string) {
    this.#rootInstanceId = rootInstanceId;
  }

  readRow(row: AuditedJournalRow): void {
    this.rows += 1;
    if (row.prevHash !== this.#previous)
      this.problems.push(
        `Expected journal row ${row.sequence} of tree ${this.#rootInstanceId} to follow hash ${this.#previous ?? 'nothing'}, but it follows ${row.prevHash ?? 'nothing'}: a row is missing or was put in.`,
      );
    if (journalHash(row.prevHash, row) !== row.hash)
      this.problems.push(
        `Expected journal row ${row.sequence} of tree ${this.#rootInstanceId} to have its own hash, but its content was changed.`,
      );
    this.#previous = row.hash;
    if (this.#isReplaying) this.#replay(row);
  }

  #replay(row: AuditedJournalRow): void {
    try {
      this.#replayed.set(row.instanceId, applyRecords(this.#replayed.get(row.instanceId) ?? null, parseRecords(row.records)));
    } catch (error) {
      this.#isReplaying = false;
      this.problems.push(
        `Expected the records of journal row ${row.sequence} to apply, but: ${error instanceof Error ? error.message : String(error)}`,
      );
    }
  }

  readEnd(journalCount: number, journalHash: string | null): void {
    if (this.rows !== journalCount || this.#previous !== journalHash)
      this.problems.push(
        `Expected ${journalCount} journal rows of tree ${this.#rootInstanceId} that end with ${journalHash ?? 'nothing'}, but found ${this.rows} that end with ${this.#previous ?? 'nothing'}.`,
      );
  }

  readState(state: InstanceState): void {
    if (!this.#isReplaying) return;
    const other = this.#replayed.get(state.instanceId);
    if (other === undefined) this.problems.push(`Expected journal rows of instance ${state.instanceId}, but there are none.`);
    else if (plain(other) !== plain(state))
      this.problems.push(
        `Expected instance ${state.instanceId} as replayed from its journal, but the stored state differs in ${differingMembers(other, state).join(', ')}.`,
      );
  }
}

/** Everything that is wrong with a call tree, a sentence each. */
export function verifyTree(tree: AuditedTree): readonly string[] {
  const verifier = new TreeVerifier(tree.rootInstanceId);
  for (const row of tree.rows) verifier.readRow(row);
  verifier.readEnd(tree.journalCount, tree.journalHash);
  for (const state of tree.states) verifier.readState(state);
  return verifier.problems;
}

// A state is plain JSON; an interface has no index signature.
const plain = (state: InstanceState): string => canonicalJson(state as unknown as JsonValue);

function differingMembers(left: InstanceState, right: InstanceState): readonly string[] {
  const entries = Object.entries(left) as readonly (readonly [keyof InstanceState, JsonValue])[]; // Members of a state are plain JSON.
  return entries.filter(([key, value]) => canonicalJson(value) !== canonicalJson(right[key] as unknown as JsonValue)).map(([key]) => key);
}
