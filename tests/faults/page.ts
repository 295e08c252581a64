import type { RecordedFigure } from './figure.ts';
import { FAULT_ROWS, type FaultRowId } from './rows.ts';

const INTRODUCTION = `# Reliability

What is promised: an acknowledged command is never lost and never done twice; an instance never gets stuck silently: each open one has a job,
timer, task, subscription or incident; its state is the replay of its journal; effects in the database happen exactly once, effects outside
at least once with one key.

Each row is a test that does this to real server processes, PostgreSQL and Redis, and then checks these promises. The short numbers run in
\`npm test\`, the long ones by \`npm run test:faults\`; \`FAULT_SEED\` repeats a seed. Written by \`node tests/faults/write-page.ts <report>\` from the file that
\`FAULT_REPORT\` names. All of it was measured on two cores of a shared machine, several of the long rows at the same time.`;

/** Figures of a report, a line of JSON each; the last one of a row counts, and a long one before any short one. */
export function readFigures(report: string): ReadonlyMap<FaultRowId, RecordedFigure> {
  const figures = new Map<FaultRowId, RecordedFigure>();
  for (const line of report.split('\n').filter((each) => each.trim() !== '')) {
    const figure = JSON.parse(line) as RecordedFigure; // Written by `recordFigure`.
    if (!(figure.row in FAULT_ROWS)) throw new Error(`Expected a row of the reliability page, but found "${figure.row}".`);
    if (figure.isLong || figures.get(figure.row)?.isLong !== true) figures.set(figure.row, figure);
  }
  return figures;
}

/** The page as Markdown. */
export function reliabilityPage(figures: ReadonlyMap<FaultRowId, RecordedFigure>): string {
  const rows = (Object.keys(FAULT_ROWS) as FaultRowId[]).map((id) => {
    const { fault, goal } = FAULT_ROWS[id];
    const figure = figures.get(id);
    if (figure === undefined) return line([fault, goal, 'not measured', '', '', '']);
    const numbers = figure.isLong ? '' : ' (short numbers)';
    return line([
      fault,
      goal,
      `${figure.isMet ? '' : '**missed:** '}${figure.figure}${numbers}`,
      `\`${figure.command}\``,
      String(figure.seed ?? ''),
      `${figure.date}, ${figure.commit}`,
    ]);
  });
  return [
    INTRODUCTION,
    '',
    line(['fault', 'goal', 'reached', 'command', 'seed', 'measured']),
    line(['---', '---', '---', '---', '---', '---']),
    ...rows,
    '',
  ].join('\n');
}

const line = (cells: readonly string[]): string => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
