import { parseArgs } from 'node:util';
import { DEFAULT_ROUNDS, measure, QUICK_ROUNDS, type Line, type Rounds } from './measure.ts';
import { WORKLOADS, workloadsNamed } from './registry.ts';
import { openStage } from './stage.ts';
import type { Workload } from './workload.ts';

interface Request {
  readonly workloads: readonly Workload[];
  readonly rounds: Rounds;
  readonly isQuick: boolean;
}

function readRequest(): Request | null {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      peers: { type: 'boolean', default: false },
      quick: { type: 'boolean', default: false },
      rounds: { type: 'string' },
      'round-ms': { type: 'string' },
    },
  });
  const usual = values.quick ? QUICK_ROUNDS : DEFAULT_ROUNDS;
  const rounds = {
    ...usual,
    rounds: Number(values.rounds ?? usual.rounds),
    roundMs: Number(values['round-ms'] ?? usual.roundMs),
  };
  const isPositive = (number: number): boolean => Number.isInteger(number) && number >= 1;
  const isKnown = positionals.every((name) => workloadsNamed([name]).length > 0);
  if (!isKnown || !isPositive(rounds.rounds) || !isPositive(rounds.roundMs)) return null;
  const workloads = workloadsNamed(positionals).map((workload) =>
    workload.kind === 'measured'
      ? workload
      : { ...workload, subjects: workload.subjects.filter((subject) => values.peers || subject.role !== 'peer') },
  );
  return { workloads, rounds, isQuick: values.quick };
}

const print = (line: object): void => {
  process.stdout.write(`${JSON.stringify(line)}\n`);
};

/**
 * `npm run bench [-- <workload> ...] [--peers] [--quick] [--rounds <n>] [--round-ms <n>]`: measures the workloads and prints JSON lines: the machine, one per
 * subject, then how the engine compares. Exit status 0 when every target is met, 1 when one is not, 2 for an unknown workload or a wrong number.
 */
async function bench(): Promise<number> {
  const request = readRequest();
  if (request === null) {
    const known = WORKLOADS.map((workload) => workload.name).join(', ');
    process.stderr.write(
      `Expected workloads out of ${known}, at least one round and one millisecond, but found ${process.argv.slice(2).join(' ')}\n`,
    );
    return 2;
  }
  let isMet = true;
  const stage = await openStage(request.isQuick);
  try {
    print({ environment: await stage.describe() });
    for (const workload of request.workloads) {
      await measure(workload, request.rounds, stage, (line: Line) => {
        print(line);
        if ('isMet' in line && line.isMet === false) isMet = false;
      });
      await stage.clear();
    }
  } finally {
    await stage.close();
  }
  return isMet ? 0 : 1;
}

const status = await bench();
// Everything is closed by now; what a library has forgotten (a timer of BullMQ's waiting worker lasts an hour) must not keep the process.
process.stdout.write('', () => process.exit(status));
