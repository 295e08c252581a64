import { median, rounded, type Figure, type Line, type Rounds } from '../measure.ts';
import { openLaneworkRuntime, SEQ5 } from '../runtime/lanework-runtime.ts';
import type { Stage } from '../stage.ts';
import { openUserStage, type History } from '../user/user-stage.ts';
import type { MeasuredWorkload, Workload } from '../workload.ts';

/** Share of the empty database's speed that is left; milliseconds of the inbox. */
const TARGET_RATIO = 0.9;
const TARGET_INBOX_MS = 50;
const IN_FLIGHT = 48;
const ROUND_FACTOR = 4;
/** Few enough cases a second that the time of the query is measured and not the queue before it. */
const STEADY_PER_SECOND = 20;
const QUICK_HISTORY: History = { open: 20, finished: 50 };

/** `BENCH_OPEN` and `BENCH_FINISHED` make it smaller where disk or time is short; each line says what there was. */
const historyOf = (stage: Stage): History =>
  stage.isQuick
    ? QUICK_HISTORY
    : { open: Number(process.env['BENCH_OPEN'] ?? 100_000), finished: Number(process.env['BENCH_FINISHED'] ?? 1_000_000) };

const NONE: History = { open: 0, finished: 0 };
const COUNTED =
  'the same beside an empty database: open and finished instances are set-based copies of instances that the engine made, with journals and history, verified by the audit';

/** `seq5` with many instances in the database. */
const scaleSeq5: Workload = {
  kind: 'compared',
  name: 'scale-seq5',
  counted: `seq5 with many open and finished instances in the database: ${COUNTED}`,
  usesDatabase: true,
  subjects: [
    {
      name: 'lanework, full database',
      role: 'lanework',
      open: (stage) => openLaneworkRuntime(stage, SEQ5, { hasWorker: false, history: historyOf(stage) }),
    },
    {
      name: 'lanework, empty database',
      role: 'baseline',
      target: TARGET_RATIO,
      open: (stage) => openLaneworkRuntime(stage, SEQ5, { hasWorker: false }),
    },
  ],
};

const figure = (name: string, value: number, unit: string, target: string, isMet: boolean): Figure => ({
  workload: 'scale-user',
  figure: name,
  value: rounded(value),
  unit,
  target,
  isMet,
  counted: COUNTED,
});

async function run(stage: Stage, rounds: Rounds, report: (line: Line) => void): Promise<void> {
  const history = historyOf(stage);
  const [full, empty] = [await openUserStage(stage, history), await openUserStage(stage, NONE)];
  try {
    const load = { kind: 'full', inFlight: stage.isQuick ? 1 : IN_FLIGHT, forMs: rounds.roundMs * ROUND_FACTOR } as const;
    const ratios: number[] = [];
    for (let round = -rounds.warmUps; round < rounds.rounds; round += 1) {
      // The empty database would be measured with plans made before there was a row: a handicap that ends with the first automatic analysis, a minute later.
      if (round === 0) for (const { pool } of [full, empty]) await pool.query('analyze');
      const [ours, others] = [await full.run(load), await empty.run(load)];
      if (round >= 0) ratios.push(ours.cases / ours.ms / (others.cases / others.ms));
    }
    const ratio = median(ratios);
    report({
      ...figure('full / empty database', ratio, 'times', `>= ${TARGET_RATIO}`, ratio >= TARGET_RATIO),
      min: rounded(Math.min(...ratios)),
      max: rounded(Math.max(...ratios)),
      ...history,
    });
    const steady = await full.run({ kind: 'steady', perSecond: STEADY_PER_SECOND, forMs: load.forMs * rounds.rounds });
    const { p50, p99, worst } = steady.calls.list;
    report({
      ...figure('p99 of the inbox', p99, 'ms', `<= ${TARGET_INBOX_MS}`, p99 <= TARGET_INBOX_MS),
      p50: rounded(p50),
      worst: rounded(worst),
      ...history,
    });
    await full.verify();
    await empty.verify();
  } finally {
    await full.close();
    await empty.close();
  }
}

const scaleUser: MeasuredWorkload = { kind: 'measured', name: 'scale-user', counted: COUNTED, run };

/** What a database that has been in use for long costs. */
export const scaleWorkloads: readonly Workload[] = [scaleSeq5, scaleUser];
