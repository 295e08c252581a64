import { writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { importBpmn } from '../parse/index.ts';
import type { ImportEntry, ImportOutcome, ImportResult } from '../parse/index.ts';
import { EXIT, fileFinding, writeFindings } from './output.ts';
import type { CommandOutput } from './output.ts';
import { readText } from './read-text.ts';

const USAGE = 'import <file.bpmn> [--out <file>] [--json]';
const HELP = `Usage: lanework ${USAGE}

Translates a diagram made for Camunda, Operaton, Flowable or Activiti, or drawn by any modeler, and reports what became of every attribute, element and
expression. The originals stay in the file.

  --out <file>  write the translated diagram there, and forms made of form fields beside it
  --json        print the report as JSON lines: element, line, dialect, original, outcome, became, mend

What the translated diagram lacks for a deployment goes to standard error as JSON lines.
A job type is derived from its implementation: a class keeps its name, "\${charge}" becomes "charge", "\${cards.charge(x)}" becomes "cards.charge".

Exit status: 0 nothing needs attention, 1 something needs attention but the file runs, 2 the file is refused or cannot be read or written.`;

/** Titles of the groups of the report, in the order in which a person wants them. */
const GROUPS: readonly (readonly [outcome: ImportOutcome, title: string])[] = [
  ['attention', 'Needs attention'],
  ['approximated', 'Approximated'],
  ['converted', 'Converted'],
  ['dropped', 'Dropped without effect'],
];
const COLUMNS = { line: 6, element: 24, original: 56 } as const;

interface Arguments {
  readonly file: string;
  readonly out: string | null;
  readonly isJson: boolean;
}

function readArguments(args: readonly string[]): Arguments | null {
  let file: string | null = null;
  let out: string | null = null;
  let isJson = false;
  for (let index = 0; index < args.length; index += 1) {
    const argument = args[index] ?? '';
    const value = args[index + 1];
    if (argument === '--json') isJson = true;
    else if (argument === '--out' && value !== undefined) {
      out = value;
      index += 1;
    } else if (argument.startsWith('--') || file !== null) return null;
    else file = argument;
  }
  return file === null ? null : { file, out, isJson };
}

/**
 * `lanework import <file.bpmn> [--out <file>] [--json]`: translates a diagram made for Camunda, Operaton, Flowable or Activiti, or drawn by any modeler. The
 * report goes to standard output, as a table or with `--json` as one line per entry. With `--out` the translated diagram is written there, and forms that
 * were made of form fields beside it. Findings of the translated diagram go to standard error as JSON lines. Status 0 when nothing needs attention, 1 when
 * something does but the file runs, 2 when the file is refused, cannot be read or written, or the command is misspelled.
 */
export async function importCommand(args: readonly string[], output: CommandOutput): Promise<number> {
  if (args.includes('--help')) {
    output.out(HELP);
    return EXIT.holds;
  }
  const read = readArguments(args);
  if (read === null) {
    writeFindings(output, [fileFinding('usage', '', `Expected lanework ${USAGE}, but found "${args.join(' ')}"`)]);
    return EXIT.refused;
  }
  const xml = await readText(read.file, output);
  if (xml === null) return EXIT.refused;
  const result = await importBpmn(xml, basename(read.file));
  writeFindings(output, result.findings);
  if (read.isJson) for (const entry of result.report.entries) output.out(JSON.stringify(entry));
  else writeTable(result, output);
  if (read.out !== null && !(await writeFiles(read.out, result, output, read.isJson))) return EXIT.refused;
  if (result.isRefused) return EXIT.refused;
  return result.report.counts.attention > 0 ? EXIT.differs : EXIT.holds;
}

/** Writes the diagram and its forms; false after saying what could not be written. */
async function writeFiles(out: string, result: ImportResult, output: CommandOutput, isJson: boolean): Promise<boolean> {
  const files = [
    { path: out, content: result.xml },
    ...result.forms.map(({ formId, content }) => ({ path: join(dirname(out), `${formId}.form`), content })),
  ];
  for (const { path, content } of files) {
    try {
      await writeFile(path, content);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      writeFindings(output, [fileFinding('file', path, `Expected to write ${path}, but found: ${reason}`)]);
      return false;
    }
    if (!isJson) output.out(`Wrote ${path}`);
  }
  return true;
}

function writeTable({ report }: ImportResult, output: CommandOutput): void {
  if (report.entries.length === 0) {
    output.out('Nothing of another engine found');
    return;
  }
  for (const [outcome, title] of GROUPS) {
    const entries = report.entries.filter((entry) => entry.outcome === outcome);
    if (entries.length === 0) continue;
    output.out(`${title} (${entries.length})`);
    for (const entry of entries) output.out(row(entry));
    output.out('');
  }
  const { converted, approximated, attention, dropped } = report.counts;
  output.out(`${converted} converted, ${approximated} approximated, ${attention} need attention, ${dropped} dropped without effect`);
}

const fitted = (text: string, width: number): string => (text.length > width ? `${text.slice(0, width - 3)}...` : text).padEnd(width);

function row({ line, element, original, became, mend }: ImportEntry): string {
  const told = [became, mend].filter((text) => text !== null).join('; ');
  return `  ${String(line).padStart(COLUMNS.line)}  ${fitted(element ?? '-', COLUMNS.element)}  ${fitted(original, COLUMNS.original)}  ${told}`;
}
