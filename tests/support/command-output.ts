import type { CommandOutput } from '../../engine/command/output.ts';

/** What a command wrote, line by line. */
export interface CollectedOutput extends CommandOutput {
  readonly answers: string[];
  readonly errors: string[];
}

/** An output that keeps its lines for the test. */
export function collectOutput(): CollectedOutput {
  const answers: string[] = [];
  const errors: string[] = [];
  return { answers, errors, out: (line) => answers.push(line), err: (line) => errors.push(line) };
}
