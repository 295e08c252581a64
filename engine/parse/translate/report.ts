import { ADVICE } from './advice.ts';
import type { AdviceId } from './advice.ts';
import type { Dialect } from './dialects.ts';

/**
 * `converted`: means the same here. `approximated`: means the same in the usual case. `attention`: has no counterpart, somebody must look. `dropped`:
 * nothing changes without it.
 */
export type ImportOutcome = 'converted' | 'approximated' | 'attention' | 'dropped';

/** What became of one attribute, element or expression of another engine. */
export interface ImportEntry {
  /** Id of the BPMN element that it belongs to; null when none around it has one. */
  readonly element: string | null;
  /** Name of that element; null without one. */
  readonly name: string | null;
  /** 1-based line. */
  readonly line: number;
  readonly dialect: Dialect;
  readonly kind: 'attribute' | 'element' | 'expression';
  /** As written, shortened: `camunda:assignee="${boss}"`. */
  readonly original: string;
  readonly outcome: ImportOutcome;
  /** What it became, in the terms of the file; null when it became nothing. */
  readonly became: string | null;
  readonly advice: AdviceId | null;
  /** The advice in English. */
  readonly mend: string | null;
  /** Whether it stands inside another foreign element and goes the way of that. */
  readonly isPart: boolean;
  /** Whether the file cannot run before somebody has mended this. */
  readonly isRefused: boolean;
}

/** Everything of other engines in a file. */
export interface ImportReport {
  readonly dialects: readonly Dialect[];
  /** In the order of the file; every foreign attribute and element exactly once. */
  readonly entries: readonly ImportEntry[];
  readonly counts: Readonly<Record<ImportOutcome, number>>;
}

export const mendOf = (advice: AdviceId | null): string | null => (advice === null ? null : ADVICE[advice]);

/** Counts and sorts entries. */
export function makeReport(entries: readonly ImportEntry[]): ImportReport {
  const counts: Record<ImportOutcome, number> = { converted: 0, approximated: 0, attention: 0, dropped: 0 };
  for (const { outcome } of entries) counts[outcome] += 1;
  return {
    dialects: [...new Set(entries.map(({ dialect }) => dialect))],
    entries: entries.toSorted((a, b) => a.line - b.line),
    counts,
  };
}
