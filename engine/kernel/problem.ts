import type { ElementId } from '../model/index.ts';

/** Most problems that one answer carries; the rest would not be read. */
export const MAX_PROBLEMS = 100;

/** Thrown where a part of a command is looked at, and caught by its command handler, which goes on with the other parts. */
export class ProblemFound extends Error {
  readonly code: string;
  readonly elementId: ElementId | null;

  constructor(code: string, elementId: ElementId | null, message: string) {
    super(message);
    this.name = 'ProblemFound';
    this.code = code;
    this.elementId = elementId;
  }
}
