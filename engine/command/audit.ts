import type { Host } from '../host.ts';
import { verifyTree } from '../runtime/verify-tree.ts';
import { readTree, treesAfter } from '../store/audit-rows.ts';
import type { CommandOutput } from './output.ts';

/** Violations printed per check before the rest is only counted. */
const MAX_PRINTED = 20;

/** `lanework audit verify`: hash chains and replay. `lanework audit run`: the invariants of the modules. Status 0 when all hold, 1 when not. */
export async function auditCommand(args: readonly string[], output: CommandOutput, host: Host): Promise<number> {
  if (args.length === 1 && args[0] === 'verify') return verify(output, host);
  if (args.length === 1 && args[0] === 'run') return runInvariants(output, host);
  output.err(`Expected lanework audit verify|run, but found: ${args.join(' ')}`);
  return 2;
}

/** Walks every call tree: each journal row's hash, the end of the chain, and that replaying the records gives the stored state. */
async function verify(output: CommandOutput, host: Host): Promise<number> {
  let trees = 0;
  let rows = 0;
  let problems = 0;
  for await (const rootInstanceId of treesAfter(host.pool)) {
    const tree = await readTree(host.pool, rootInstanceId);
    trees += 1;
    rows += tree.rows.length;
    for (const problem of verifyTree(tree)) {
      problems += 1;
      if (problems <= MAX_PRINTED) output.err(problem);
    }
  }
  output.out(JSON.stringify({ trees, journalRows: rows, problems }));
  return problems === 0 ? 0 : 1;
}

async function runInvariants(output: CommandOutput, host: Host): Promise<number> {
  let broken = 0;
  let count = 0;
  for (const module of host.modules) {
    for (const invariant of module.invariants) {
      count += 1;
      const found = await host.pool.query<Record<string, unknown>>(invariant.sql);
      if (found.rows.length === 0) continue;
      broken += 1;
      output.err(`${module.name} ${invariant.id}: ${invariant.title}: ${found.rows.length} violations`);
      for (const row of found.rows.slice(0, MAX_PRINTED)) output.err(`  ${JSON.stringify(row)}`);
    }
  }
  output.out(JSON.stringify({ invariants: count, broken }));
  return broken === 0 ? 0 : 1;
}
