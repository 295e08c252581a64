/** Why an expression has no value. Thrown inside this folder only; `createEvaluator` turns it into a failure. */
export class EvaluationFault extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'EvaluationFault';
  }
}

/** Longest part of a source that a message quotes. */
const QUOTE_LENGTH = 200;

/** Source as a message shows it: one line, cut when long. */
export function quote(source: string): string {
  const line = source.replace(/\s+/g, ' ').trim();
  return line.length > QUOTE_LENGTH ? `${line.slice(0, QUOTE_LENGTH)}...` : line;
}
