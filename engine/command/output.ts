import type { Finding } from '../model/index.ts';

/** Where a command writes: `out` is its answer, `err` what went wrong. Lines come without their line break. */
export interface CommandOutput {
  out(line: string): void;
  err(line: string): void;
}

/** Exit status of the commands that look at files: everything holds, an expectation does not hold, a file is refused. */
export const EXIT = { holds: 0, differs: 1, refused: 2 } as const;

/** One finding as a JSON line. */
export function writeFindings(output: CommandOutput, findings: readonly Finding[]): void {
  for (const { rule, severity, resource, element, line, message, expected, found, mend } of findings)
    output.err(JSON.stringify({ rule, element, line, message, severity, resource, expected, found, mend }));
}

/** A finding about a file that could not even be read as what it should be. */
export function fileFinding(rule: string, resource: string, message: string): Finding {
  return {
    rule,
    severity: 'error',
    resource,
    element: null,
    line: null,
    message,
    expected: 'a readable file',
    found: message,
    mend: 'Correct the file or its name.',
  };
}
