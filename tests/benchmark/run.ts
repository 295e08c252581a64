import { parseArgs } from 'node:util';
import { DEFAULT_ROUNDS, measure } from './measure.ts';
import { WORKLOADS, workloadsNamed } from './registry.ts';

/**
 * `npm run bench [-- <workload>] [--peers] [--rounds <n>]`: measures the workloads and prints one JSON line per subject, then how the engine compares.
 * Exit status 0 when every target is met, 1 when one is not, 2 for an unknown workload.
 */
async function bench(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { peers: { type: 'boolean', default: false }, rounds: { type: 'string', default: String(DEFAULT_ROUNDS.rounds) } },
  });
  const [name = null] = positionals;
  const workloads = workloadsNamed(name);
  const rounds = Number(values.rounds);
  if (workloads.length === 0 || positionals.length > 1 || !Number.isInteger(rounds) || rounds < 1) {
    const known = WORKLOADS.map((workload) => workload.name).join(', ');
    process.stderr.write(`Expected one workload out of ${known} and at least one round, but found ${process.argv.slice(2).join(' ')}\n`);
    return 2;
  }
  let isMet = true;
  for (const workload of workloads) {
    const subjects = workload.subjects.filter((subject) => values.peers || subject.role !== 'peer');
    const comparisons = await measure({ ...workload, subjects }, { ...DEFAULT_ROUNDS, rounds }, (line) => {
      process.stdout.write(`${JSON.stringify(line)}\n`);
    });
    if (comparisons.some((comparison) => !comparison.isMet)) isMet = false;
  }
  return isMet ? 0 : 1;
}

process.exitCode = await bench();
