import type { Stage } from './stage.ts';
import { NotInstalledError, type ComparedWorkload, type OpenSubject, type Subject, type Workload } from './workload.ts';

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
/** Enough to see that a workload runs. Its figures mean nothing. */
export const QUICK_ROUNDS: Rounds = { rounds: 1, warmUps: 0, roundMs: 1 };

/** Units of the first try, by which the size of a round is found; it grows until it lasts a good part of a round. */
const FIRST_COUNT = 10;
const GROWTH = 4;
const LONG_ENOUGH = 0.4;
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

/** The engine beside another subject. */
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

/** A figure with a bound: the most or the least that it may be. */
export interface Figure {
  readonly workload: string;
  readonly figure: string;
  readonly value: number;
  readonly unit: string;
  readonly target: string | null;
  readonly isMet: boolean;
  readonly counted: string;
  readonly [detail: string]: string | number | boolean | null;
}

/** A subject that could not take part. */
export interface Absence {
  readonly workload: string;
  readonly subject: string;
  readonly absent: string;
}

export type Line = SubjectResult | Comparison | Figure | Absence;

interface Participant {
  readonly subject: Subject;
  readonly open: OpenSubject;
  /** Units of a round. */
  count: number;
  readonly perSecond: number[];
  processorMs: number;
  walBytes: number;
  databaseMs: number | null;
}

/** The middle value; of an even number the mean of the two in the middle. Fails for none. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const upper = sorted[Math.floor(sorted.length / 2)];
  const lower = sorted[Math.floor((sorted.length - 1) / 2)];
  if (upper === undefined || lower === undefined) throw new Error('Expected at least one figure, but found none.');
  return (lower + upper) / 2;
}

/** The value that `percent` of the values do not exceed (nearest rank); 100 is the greatest. Fails for none. */
export function percentile(values: readonly number[], percent: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  const value = sorted[Math.max(0, Math.ceil((sorted.length * percent) / 100) - 1)];
  if (value === undefined) throw new Error('Expected at least one figure, but found none.');
  return value;
}

/** Two or three digits that matter. */
export const rounded = (value: number): number => (value >= 100 ? Math.round(value) : Number(value.toPrecision(3)));

/** Milliseconds by the clock and of the processor that some work takes. */
async function timed(work: () => Promise<void>): Promise<{ readonly ms: number; readonly processorMs: number }> {
  const usedBefore = process.cpuUsage();
  const begun = performance.now();
  await work();
  const ms = performance.now() - begun;
  const { user, system } = process.cpuUsage(usedBefore);
  return { ms, processorMs: (user + system) / 1_000 };
}

/** How many units of a subject last about as long as a round, as far as can be told before it is warm. */
async function unitsPerRound(open: OpenSubject, roundMs: number): Promise<number> {
  for (let count = Math.max(FIRST_COUNT, open.leastUnits ?? 1); ; count *= GROWTH) {
    await open.prepare?.(count);
    const { ms } = await timed(() => open.run(count));
    if (ms >= roundMs * LONG_ENOUGH || count >= MOST_UNITS) return sized(open, count, ms, roundMs);
  }
}

/** Units for a round, after `count` of them took `ms`. */
const sized = (open: OpenSubject, count: number, ms: number, roundMs: number): number =>
  Math.min(MOST_UNITS, Math.max(open.leastUnits ?? 1, Math.ceil((count * roundMs) / ms)));

/** A round that does not count; those after it are as long as they should be at the speed that it showed. */
async function warmUp(participant: Participant, roundMs: number): Promise<void> {
  const { open, count } = participant;
  await open.prepare?.(count);
  const { ms } = await timed(() => open.run(count));
  participant.count = sized(open, count, ms, roundMs);
}

async function measureOnce(participant: Participant, stage: Stage | null): Promise<void> {
  await participant.open.prepare?.(participant.count);
  const before = await databaseUse(stage);
  const { ms, processorMs } = await timed(() => participant.open.run(participant.count));
  const after = await databaseUse(stage);
  participant.perSecond.push((participant.count * 1_000) / ms);
  participant.processorMs += processorMs;
  participant.walBytes += after.walBytes - before.walBytes;
  if (after.ms === null || before.ms === null) participant.databaseMs = null;
  else if (participant.databaseMs !== null) participant.databaseMs += after.ms - before.ms;
}

async function databaseUse(stage: Stage | null): Promise<{ readonly walBytes: number; readonly ms: number | null }> {
  return stage === null ? { walBytes: 0, ms: null } : { walBytes: await stage.walBytes(), ms: await stage.databaseMs() };
}

async function resultOf(workload: ComparedWorkload, participant: Participant): Promise<SubjectResult> {
  const { subject, open, count, perSecond } = participant;
  const units = count * perSecond.length;
  const each = (total: number): number => Number((total / units).toPrecision(3));
  return {
    workload: workload.name,
    subject: subject.name,
    perSecond: rounded(median(perSecond)),
    min: rounded(Math.min(...perSecond)),
    max: rounded(Math.max(...perSecond)),
    rounds: perSecond.length,
    unitsPerRound: count,
    nodeMsPer: each(participant.processorMs),
    ...(workload.usesDatabase ? { walBytesPer: Math.round(participant.walBytes / units) } : {}),
    ...(participant.databaseMs === null ? {} : { databaseMsPer: each(participant.databaseMs) }),
    ...(await open.figures?.()),
  };
}

function compare(workload: ComparedWorkload, participants: readonly Participant[]): readonly Comparison[] {
  const isOurs = ({ subject }: Participant): boolean => subject.role === 'lanework';
  return participants.filter(isOurs).flatMap((ours) =>
    participants
      .filter((other) => !isOurs(other))
      .map((other) => {
        const ratios = ours.perSecond.map((value, round) => value / (other.perSecond[round] ?? Number.NaN));
        const ratio = median(ratios);
        const target = other.subject.target ?? null;
        return {
          workload: workload.name,
          compared: `${ours.subject.name} / ${other.subject.name}`,
          ratio: rounded(ratio),
          min: rounded(Math.min(...ratios)),
          max: rounded(Math.max(...ratios)),
          target,
          isMet: target === null || ratio >= target,
          counted: workload.counted,
        };
      }),
  );
}

async function join(workload: ComparedWorkload, subject: Subject, stage: Stage, roundMs: number): Promise<Participant | Absence> {
  try {
    const open = await subject.open(stage);
    const begun = { subject, open, perSecond: [], processorMs: 0, walBytes: 0, databaseMs: 0 };
    return { ...begun, count: await unitsPerRound(open, roundMs) };
  } catch (error) {
    if (error instanceof NotInstalledError) return { workload: workload.name, subject: subject.name, absent: error.message };
    throw error;
  }
}

/** Every subject in turn in every round, so that what disturbs the machine disturbs all of them. Fails when a subject does not do its work. */
async function measureCompared(
  workload: ComparedWorkload,
  { rounds, warmUps, roundMs }: Rounds,
  stage: Stage,
  report: (line: Line) => void,
): Promise<void> {
  const participants: Participant[] = [];
  const database = workload.usesDatabase ? stage : null;
  try {
    for (const subject of workload.subjects) {
      const joined = await join(workload, subject, stage, roundMs);
      if ('absent' in joined) report(joined);
      else participants.push(joined);
    }
    for (let round = 0; round < warmUps; round += 1) for (const participant of participants) await warmUp(participant, roundMs);
    for (let round = 0; round < rounds; round += 1) for (const participant of participants) await measureOnce(participant, database);
    for (const participant of participants) report(await resultOf(workload, participant));
    compare(workload, participants).forEach(report);
  } finally {
    for (const { open } of participants) await open.close();
  }
}

/** Measures a workload. `report` gets the line of each subject, then the comparisons, or the figures of a workload that has its own. */
export async function measure(workload: Workload, rounds: Rounds, stage: Stage, report: (line: Line) => void): Promise<void> {
  if (workload.kind === 'compared') await measureCompared(workload, rounds, stage, report);
  else await workload.run(stage, rounds, report);
}
