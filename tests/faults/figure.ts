import { execFileSync } from 'node:child_process';
import { appendFileSync } from 'node:fs';
import { FAULT_ROWS, type FaultRowId } from './rows.ts';
import { isLong } from './scale.ts';

/** What a fault test has measured. */
export interface Figure {
  /** Row of the reliability page. */
  readonly row: FaultRowId;
  /** What was reached, with units: `1,004 kills: 0 lost, 0 doubled, 0 stuck, 512 s`. */
  readonly figure: string;
  /** How to do it again, with the variables that set the numbers: `FAULT_KILLS=1000 mocha tests/faults/kill.test.ts`. */
  readonly command: string;
  /** Seed of the random numbers; null when there are none. */
  readonly seed: number | null;
  /** Whether the promise of the row held. At the short numbers of `npm test` that says less than the goal. */
  readonly isMet: boolean;
}

/** A figure as a line of a report. */
export interface RecordedFigure extends Figure {
  readonly isLong: boolean;
  /** Day of the measurement, UTC. */
  readonly date: string;
  /** Commit that was measured. */
  readonly commit: string;
}

/** Prints the figure, and appends it to the file that `FAULT_REPORT` names, as a line of JSON. */
export function recordFigure(figure: Figure): void {
  const seed = figure.seed === null ? '' : `, seed ${figure.seed}`;
  process.stdout.write(`      ${FAULT_ROWS[figure.row].fault}: ${figure.figure}${seed}${figure.isMet ? '' : ' - GOAL MISSED'}\n`);
  const report = process.env['FAULT_REPORT'];
  if (report === undefined) return;
  const recorded: RecordedFigure = { ...figure, isLong: isLong(), date: new Date().toISOString().slice(0, 10), commit: currentCommit() };
  appendFileSync(report, `${JSON.stringify(recorded)}\n`);
}

function currentCommit(): string {
  return execFileSync('git', ['rev-parse', '--short', 'HEAD'], { encoding: 'utf8' }).trim();
}

/** `1234.5` as `1,235`; for figures. */
export const whole = (number: number): string => Math.round(number).toLocaleString('en');

/** The value below which the share `part` (0 to 1) of the values lies; 0 without values. */
export function percentile(values: readonly number[], part: number): number {
  const sorted = [...values].sort((left, right) => left - right);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0;
}
