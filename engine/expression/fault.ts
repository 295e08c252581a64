/** Why an expression has no value. Thrown inside this folder only; `createEvaluator` turns it into a failure. */
export class EvaluationFault extends Error {
  /** True when data is missing that may still come: a variable or member that does not exist, or null where a value is compared. */
  readonly lacksData: boolean;
  constructor(message: string, lacksData = false) {
    super(message);
    this.name = 'EvaluationFault';
    this.lacksData = lacksData;
  }
}

/** Longest part of a source that a message quotes. */
const QUOTE_LENGTH = 200;

/** Source as a message shows it: one line, cut when long. */
export function quote(source: string): string {
  const line = source.replace(/\s+/g, ' ').trim();
  return line.length > QUOTE_LENGTH ? `${line.slice(0, QUOTE_LENGTH)}...` : line;
}
