/** FEEL `range`. An end that is undefined has no bound: `< 5` is the range from anywhere to 5, without 5. */
export class FeelRange {
  readonly start: unknown;
  readonly end: unknown;
  readonly startIncluded: boolean;
  readonly endIncluded: boolean;
  /** Whether it was written as `< 5`, `>= 5`: its missing end is not a null that was asked for. */
  readonly isUnary: boolean;

  constructor(start: unknown, startIncluded: boolean, end: unknown, endIncluded: boolean, isUnary = false) {
    this.start = start;
    this.end = end;
    this.startIncluded = startIncluded;
    this.endIncluded = endIncluded;
    this.isUnary = isUnary;
  }
}
