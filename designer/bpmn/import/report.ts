import type { AdviceId, ImportEntry, ImportOutcome } from '../../../engine/parse/index.ts';
import type { Finding } from '../../kit/index.ts';
import type { Resource } from '../api.ts';

export type { AdviceId, ImportEntry, ImportOutcome };

/** What became of one diagram. */
export interface FileReport {
  readonly resource: string;
  readonly entries: readonly ImportEntry[];
  readonly counts: Readonly<Record<ImportOutcome, number>>;
}

/** Translated files with their reports, as the server answers. */
export interface ImportAnswer {
  readonly resources: readonly Resource[];
  readonly reports: readonly FileReport[];
  readonly findings: readonly Finding[];
}

/** The groups of a report, in the order in which a person wants them. */
export const OUTCOMES: readonly ImportOutcome[] = ['attention', 'approximated', 'converted', 'dropped'];

/** Entries of a group; parts of something that is in the same group as a whole are told with it. */
export function entriesOf(report: FileReport, outcome: ImportOutcome): readonly ImportEntry[] {
  return report.entries.filter((entry) => entry.outcome === outcome && !entry.isPart);
}

const cell = (value: string | number | null): string => {
  const text = value === null ? '' : String(value);
  // A text that begins like a formula would be run by a spreadsheet.
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
};

/** The reports as a table for spreadsheets (CSV, RFC 4180), every entry on a line. `words` gives outcome and advice in the person's language. */
export function reportTable(
  reports: readonly FileReport[],
  words: {
    readonly head: readonly string[];
    readonly outcome: (outcome: ImportOutcome) => string;
    readonly advice: (advice: AdviceId) => string;
  },
): string {
  const rows = reports.flatMap((report) =>
    report.entries.map((entry) => [
      report.resource,
      entry.line,
      entry.element,
      entry.name,
      entry.original,
      words.outcome(entry.outcome),
      entry.became,
      entry.advice === null ? null : words.advice(entry.advice),
    ]),
  );
  return [words.head, ...rows].map((row) => row.map(cell).join(',')).join('\r\n');
}
