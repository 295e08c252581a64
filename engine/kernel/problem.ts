import type { ElementId } from '../model/index.ts';

/** Why a part of a command cannot be done. A command with several parts answers with all of them at once. */
export interface CommandProblem {
  /** Stable code, upper case: UNKNOWN_ELEMENT, JOIN_TARGET, KIND_CHANGED, ... */
  readonly code: string;
  /** "Expected ..., but ...". */
  readonly message: string;
  /** The element of the diagram that it is about; null when it is about none. */
  readonly elementId: ElementId | null;
  /** 0-based position of the instruction that it is about; null when the command has no list. */
  readonly index: number | null;
}

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
