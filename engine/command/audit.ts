import type { Pool } from 'pg';
import type { Host } from '../host.ts';
import type { ModuleContract } from '../port/module.ts';
import { TreeVerifier } from '../runtime/verify-tree.ts';
import { findBrokenRemovals, findRoot, findRowsWithoutRoot, streamTrees, treeBatches } from '../store/audit-rows.ts';
import type { CommandOutput } from './output.ts';

/** Violations printed per check before the rest is only counted. */
const MAX_PRINTED = 20;
/** Batches of call trees read at a time. */
const LANES = 4;
const PROGRESS_EVERY_MS = 5_000;

const USAGE = 'Expected lanework audit verify [--instance <id>] [--json] or lanework audit run';

/** What `audit verify` looks at and how it answers. */
export interface VerifyOptions {
  /** One call tree; null for all. */
  readonly rootInstanceId: string | null;
  /** Each problem as a line of JSON on standard output, instead of a sentence on standard error. */
  readonly asJson: boolean;
}

/**
 * `lanework audit verify`: hash chains and replay, of all call trees or of the one that an instance belongs to. `lanework audit run`: the
 * invariants of the modules. Status 0 when all hold, 1 when not, 2 for wrong arguments.
 */
export async function auditCommand(args: readonly string[], output: CommandOutput, host: Pick<Host, 'pool' | 'modules'>): Promise<number> {
  const [what, ...rest] = args;
  if (what === 'run' && rest.length === 0) return runInvariants(host.pool, host.modules, output);
  const asJson = rest.includes('--json');
  const [flag, instanceId, ...others] = rest.filter((arg) => arg !== '--json');
  const isUsage = what === 'verify' && others.length === 0 && (flag === undefined || (flag === '--instance' && instanceId !== undefined));
  if (!isUsage) {
    output.err(`${USAGE}, but found: ${args.join(' ')}`);
    return 2;
  }
  if (instanceId === undefined) return verifyJournal(host.pool, output, { rootInstanceId: null, asJson });
  const rootInstanceId = await findRoot(host.pool, instanceId);
  if (rootInstanceId !== null) return verifyJournal(host.pool, output, { rootInstanceId, asJson });
  output.err(`Expected the id of a process instance, but found ${instanceId}.`);
  return 2;
}

/** Walks call trees, a few at a time and each in pages: every journal row's hash, the end of the chain, and that replay gives the stored state. */
export async function verifyJournal(pool: Pool, output: CommandOutput, options: VerifyOptions): Promise<number> {
  const counts = { trees: 0, journalRows: 0, problems: 0 };
  const report = (rootInstanceId: string | null, problem: string): void => {
    counts.problems += 1;
    if (options.asJson) output.out(JSON.stringify({ rootInstanceId, problem }));
    else if (counts.problems <= MAX_PRINTED) output.err(problem);
  };
  const batches = options.rootInstanceId === null ? treeBatches(pool) : [[options.rootInstanceId]][Symbol.iterator]();
  let reportedMs = performance.now();
  const lane = async (): Promise<void> => {
    for (let next = await batches.next(); next.done !== true; next = await batches.next()) {
      const verifiers = new Map(next.value.map((id) => [id, new TreeVerifier(id)]));
      await streamTrees(pool, verifiers);
      for (const [id, verifier] of verifiers) {
        counts.trees += 1;
        counts.journalRows += verifier.rows;
        for (const problem of verifier.problems) report(id, problem);
      }
      if (performance.now() - reportedMs < PROGRESS_EVERY_MS) continue;
      reportedMs = performance.now();
      output.err(`${counts.trees} call trees, ${counts.journalRows} journal rows`);
    }
  };
  await Promise.all(Array.from({ length: LANES }, lane));
  if (options.rootInstanceId === null) {
    for await (const { rootInstanceId, rows } of findRowsWithoutRoot(pool))
      report(rootInstanceId, `Expected process instance ${rootInstanceId}, which has ${rows} journal rows, but it is not there.`);
    for (const sequence of await findBrokenRemovals(pool))
      report(
        null,
        `Expected record ${sequence} of removed history as it was written, behind the one before, but it was changed or one is missing.`,
      );
  }
  output.out(JSON.stringify(counts));
  return counts.problems === 0 ? 0 : 1;
}

/** Runs each invariant of the modules; a row that it finds is a violation. */
export async function runInvariants(pool: Pool, modules: readonly ModuleContract[], output: CommandOutput): Promise<number> {
  let broken = 0;
  let count = 0;
  for (const module of modules) {
    for (const invariant of module.invariants) {
      count += 1;
      const found = await pool.query<Record<string, unknown>>(invariant.sql);
      if (found.rows.length === 0) continue;
      broken += 1;
      output.err(`${module.name} ${invariant.id}: ${invariant.title}: ${found.rows.length} violations`);
      for (const row of found.rows.slice(0, MAX_PRINTED)) output.err(`  ${JSON.stringify(row)}`);
    }
  }
  output.out(JSON.stringify({ invariants: count, broken }));
  return broken === 0 ? 0 : 1;
}
