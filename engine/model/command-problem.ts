import type { ElementId } from './ids.ts';

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
