import type { JsonValue } from '../model/index.ts';
import type { AuditedTree } from '../port/audit.ts';
import { applyRecords, type InstanceRecord, type InstanceState } from '../state/index.ts';
import { canonicalJson } from './canonical-json.ts';
import { journalHash } from './journal-chain.ts';

/** Everything that is wrong with a call tree, a sentence each: its hash chain, and whether replaying the journal gives the stored state. */
export function verifyTree(tree: AuditedTree): readonly string[] {
  const problems = [...findChainProblems(tree)];
  const replayed = new Map<string, InstanceState>();
  for (const row of tree.rows) {
    const records = JSON.parse(row.records) as readonly InstanceRecord[]; // Written from records; the chain has told if they were changed.
    try {
      replayed.set(row.instanceId, applyRecords(replayed.get(row.instanceId) ?? null, records));
    } catch (error) {
      problems.push(
        `Expected the records of journal row ${row.sequence} to apply, but: ${error instanceof Error ? error.message : String(error)}`,
      );
      return problems;
    }
  }
  for (const state of tree.states) {
    const other = replayed.get(state.instanceId);
    if (other === undefined) problems.push(`Expected journal rows of instance ${state.instanceId}, but there are none.`);
    else if (plain(other) !== plain(state))
      problems.push(
        `Expected instance ${state.instanceId} as replayed from its journal, but the stored state differs in ${differingMembers(other, state).join(', ')}.`,
      );
  }
  return problems;
}

function* findChainProblems(tree: AuditedTree): Generator<string> {
  let previous: string | null = null;
  for (const row of tree.rows) {
    if (row.prevHash !== previous)
      yield `Expected journal row ${row.sequence} of tree ${tree.rootInstanceId} to follow hash ${previous ?? 'nothing'}, but it follows ${row.prevHash ?? 'nothing'}: a row is missing or was put in.`;
    if (journalHash(row.prevHash, row) !== row.hash)
      yield `Expected journal row ${row.sequence} of tree ${tree.rootInstanceId} to have its own hash, but its content was changed.`;
    previous = row.hash;
  }
  if (tree.rows.length !== tree.journalCount || previous !== tree.journalHash) {
    yield `Expected ${tree.journalCount} journal rows of tree ${tree.rootInstanceId} that end with ${tree.journalHash ?? 'nothing'}, but found ${tree.rows.length} that end with ${previous ?? 'nothing'}.`;
  }
}

// A state is plain JSON; an interface has no index signature.
const plain = (state: InstanceState): string => canonicalJson(state as unknown as JsonValue);

function differingMembers(left: InstanceState, right: InstanceState): readonly string[] {
  const entries = Object.entries(left) as readonly (readonly [keyof InstanceState, JsonValue])[]; // Members of a state are plain JSON.
  return entries.filter(([key, value]) => canonicalJson(value) !== canonicalJson(right[key] as unknown as JsonValue)).map(([key]) => key);
}
