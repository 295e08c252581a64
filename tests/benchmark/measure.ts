import type { OpenSubject, Subject, Workload } from './workload.ts';

/** How long and how often is measured. */
export interface Rounds {
  /** Rounds that count, at least 5 for a figure that is quoted. */
  readonly rounds: number;
  /** Rounds before them that do not count: compilers warm up, caches fill. */
  readonly warmUps: number;
  /** About how long one round of one subject lasts, in milliseconds. */
  readonly roundMs: number;
}

export const DEFAULT_ROUNDS: Rounds = { rounds: 7, warmUps: 2, roundMs: 1_000 };

/** Units of the first try, by which the size of a round is found; it grows until it lasts long enough to be measured. */
const FIRST_COUNT = 10;
const SHORTEST_TRY_MS = 50;
/** Most units of one round. */
const MOST_UNITS = 10_000_000;

/** Figures of one subject, as the line that is printed. */
export interface SubjectResult {
  readonly workload: string;
  readonly subject: string;
  /** Units per second: median of the rounds, the slowest and the fastest. */
  readonly perSecond: number;
  readonly min: number;
  readonly max: number;
  readonly rounds: number;
  readonly unitsPerRound: number;
  /** Processor time of this Node process per unit, in milliseconds. */
  readonly nodeMsPer: number;
  readonly [figure: string]: string | number;
}

/** The engine beside what its target is measured against. */
export interface Comparison {
  readonly workload: string;
  readonly compared: string;
  /** Median of the ratios of the rounds; both sides of a round run directly after each other. */
  readonly ratio: number;
  readonly min: number;
  readonly max: number;
  readonly target: number | null;
  readonly isMet: boolean;
  readonly counted: string;
}

interface Participant {
  readonly subject: Subject;
  readonly open: OpenSubject;
  readonly count: number;
  readonly perSecond: number[];
  processorMs: number;
}

/** The middle value; of an even number the mean of the two in the middle. Fails for none. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const upper = sorted[Math.floor(sorted.length / 2)];
  const lower = sorted[Math.floor((sorted.length - 1) / 2)];
  if (upper === undefined || lower === undefined) throw new Error('Expected at least one figure, but found none.');
  return (lower + upper) / 2;
}

const rounded = (value: number): number => (value >= 100 ? Math.round(value) : Number(value.toPrecision(3)));

/** Milliseconds by the clock and of the processor that some work takes. */
async function timed(work: () => Promise<void>): Promise<{ readonly ms: number; readonly processorMs: number }> {
  const usedBefore = process.cpuUsage();
  const begun = performance.now();
  await work();
  const ms = performance.now() - begun;
  const { user, system } = process.cpuUsage(usedBefore);
  return { ms, processorMs: (user + system) / 1_000 };
}

/** How many units of a subject last about as long as a round. */
async function unitsPerRound(open: OpenSubject, roundMs: number): Promise<number> {
  for (let count = FIRST_COUNT; ; count *= 4) {
    const { ms } = await timed(() => open.run(count));
    if (ms >= Math.min(SHORTEST_TRY_MS, roundMs) || count >= MOST_UNITS)
      return Math.min(MOST_UNITS, Math.max(1, Math.ceil((count * roundMs) / ms)));
  }
}

async function measureOnce(participant: Participant, counts: boolean): Promise<void> {
  const { ms, processorMs } = await timed(() => participant.open.run(participant.count));
  if (!counts) return;
  participant.perSecond.push((participant.count * 1_000) / ms);
  participant.processorMs += processorMs;
}

async function resultOf(workload: Workload, { subject, open, count, perSecond, processorMs }: Participant): Promise<SubjectResult> {
  return {
    workload: workload.name,
    subject: subject.name,
    perSecond: rounded(median(perSecond)),
    min: rounded(Math.min(...perSecond)),
    max: rounded(Math.max(...perSecond)),
    rounds: perSecond.length,
    unitsPerRound: count,
    nodeMsPer: Number((processorMs / (count * perSecond.length)).toPrecision(3)),
    ...(await open.figures?.()),
  };
}

function compare(workload: Workload, participants: readonly Participant[]): readonly Comparison[] {
  const base =
    participants.find(({ subject }) => subject.role === 'baseline') ?? participants.find(({ subject }) => subject.role === 'limit');
  if (base === undefined) return [];
  return participants
    .filter(({ subject }) => subject.role === 'lanework')
    .map(({ subject, perSecond }) => {
      const ratios = perSecond.map((value, round) => value / (base.perSecond[round] ?? Number.NaN));
      const ratio = median(ratios);
      return {
        workload: workload.name,
        compared: `${subject.name} / ${base.subject.name}`,
        ratio: rounded(ratio),
        min: rounded(Math.min(...ratios)),
        max: rounded(Math.max(...ratios)),
        target: workload.targetRatio,
        isMet: workload.targetRatio === null || ratio >= workload.targetRatio,
        counted: workload.counted,
      };
    });
}

/**
 * Measures a workload: every subject in turn in every round, so that what disturbs the machine disturbs all of them. `report` gets the line of each
 * subject, then the comparisons. Fails when a subject does not do its work.
 */
export async function measure(
  workload: Workload,
  { rounds, warmUps, roundMs }: Rounds,
  report: (line: SubjectResult | Comparison) => void,
): Promise<readonly Comparison[]> {
  const participants: Participant[] = [];
  try {
    for (const subject of workload.subjects) {
      const open = await subject.open();
      participants.push({ subject, open, count: await unitsPerRound(open, roundMs), perSecond: [], processorMs: 0 });
    }
    for (let round = -warmUps; round < rounds; round += 1) {
      for (const participant of participants) await measureOnce(participant, round >= 0);
    }
    for (const participant of participants) report(await resultOf(workload, participant));
    const comparisons = compare(workload, participants);
    comparisons.forEach(report);
    return comparisons;
  } finally {
    for (const { open } of participants) await open.close();
  }
}
