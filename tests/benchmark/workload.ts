import type { Rounds, Line } from './measure.ts';
import type { Stage } from './stage.ts';

/** What a subject is in a comparison. The baseline is what the target is measured against; peers run only when they are asked for. */
export type SubjectRole = 'lanework' | 'baseline' | 'limit' | 'peer';

/** A subject that is set up and can be measured. */
export interface OpenSubject {
  /** Fewer units than these do not show it at full load; 1 by default. */
  readonly leastUnits?: number;
  /** Makes what `count` units need before their clock runs; nothing by default. */
  prepare?(count: number): Promise<void>;
  /** Does `count` units of work and fails when one of them did not come to its end. */
  run(count: number): Promise<void>;
  /** Further figures of everything that ran so far; none by default. Fails when what the runs left behind is not what they should have. */
  figures?(): Promise<Readonly<Record<string, number | string>>>;
  close(): Promise<void>;
}

/** One of those that do the same work: the engine itself, a physical limit, or somebody else's engine. */
export interface Subject {
  readonly name: string;
  readonly role: SubjectRole;
  /** How many times as much as this subject the engine has to do; null: shown beside it, without a target. Not for the engine itself. */
  readonly target?: number | null;
  /** Sets it up. What is done here (reading the diagram, opening a database) is not measured. Fails with NotInstalledError for an absent peer. */
  open(stage: Stage): Promise<OpenSubject>;
}

/** A peer that the machine does not have. */
export class NotInstalledError extends Error {
  constructor(name: string, how: string) {
    super(`Expected ${name} to be installed (${how}), but it is not.`);
    this.name = 'NotInstalledError';
  }
}

/** Work that several subjects do in one run, in turn, as much of it per second as they can. */
export interface ComparedWorkload {
  readonly kind: 'compared';
  readonly name: string;
  /** What one unit is, and what counts as done, in words. */
  readonly counted: string;
  /** True: the lines also tell what each unit cost the database. */
  readonly usesDatabase: boolean;
  readonly subjects: readonly Subject[];
}

/** Work that is judged by figures of its own: seconds, percentiles, bytes. */
export interface MeasuredWorkload {
  readonly kind: 'measured';
  readonly name: string;
  readonly counted: string;
  /** Measures and reports every figure; those with a target say whether it is met. */
  run(stage: Stage, rounds: Rounds, report: (line: Line) => void): Promise<void>;
}

export type Workload = ComparedWorkload | MeasuredWorkload;
