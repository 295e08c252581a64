/** What a subject is in a comparison. The baseline is what the target is measured against; peers run only when they are asked for. */
export type SubjectRole = 'lanework' | 'baseline' | 'limit' | 'peer';

/** A subject that is set up and can be measured. */
export interface OpenSubject {
  /** Does `count` units of work, one after the other, and fails when one of them did not come to its end. */
  run(count: number): Promise<void>;
  /** Further figures of everything that ran so far, per unit (`walBytesPer`, for example); none by default. */
  figures?(): Promise<Readonly<Record<string, number>>>;
  close(): Promise<void>;
}

/** One of those that do the same work: the engine itself, a physical limit, or somebody else's engine. */
export interface Subject {
  readonly name: string;
  readonly role: SubjectRole;
  /** Sets it up. What is done here (reading the diagram, opening a database) is not measured. */
  open(): Promise<OpenSubject>;
}

/** Work that several subjects do in one run, in turn. */
export interface Workload {
  readonly name: string;
  /** What one unit is, and what counts as done, in words. */
  readonly counted: string;
  /** How many times the baseline (else the limit) the engine has to be; null without a target. */
  readonly targetRatio: number | null;
  readonly subjects: readonly Subject[];
}
