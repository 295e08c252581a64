import { EvaluationFault } from '../../fault.ts';
import { FEEL_LIMITS } from '../../limits.ts';
import type { FeelContext } from '../value/type-name.ts';

/** Whether a value is of a type that the model defines. */
export type NamedTypes = (name: string) => ((value: unknown) => boolean) | null;

/** What an evaluation has used up; the parts of a decision share one. */
export interface FeelBudget {
  rounds: number;
  depth: number;
}

/** One evaluation: how it treats errors, and what it has used up. */
export class FeelRun {
  /**
   * Strict: what is missing or does not fit is a fault, as a process needs it. Otherwise it is null, as DMN 1.5, 10.3.2 says for decisions.
   */
  readonly isStrict: boolean;
  /** The time of the command in ISO 8601, which is the only clock. */
  readonly now: string;
  readonly types: NamedTypes;
  /** Told of every name that exists nowhere, in a run that is not strict. */
  readonly onMissing: (message: string) => void;
  readonly budget: FeelBudget;

  constructor(options: {
    readonly isStrict: boolean;
    readonly now: string;
    readonly types?: NamedTypes;
    readonly onMissing?: (message: string) => void;
    readonly budget?: FeelBudget;
  }) {
    this.isStrict = options.isStrict;
    this.now = options.now;
    this.types = options.types ?? (() => null);
    this.onMissing = options.onMissing ?? (() => undefined);
    this.budget = options.budget ?? { rounds: 0, depth: 0 };
  }

  /** Counts rounds of loops; an expression that walks too much fails instead of holding up everybody else. */
  spend(rounds: number): void {
    this.budget.rounds += rounds;
    if (this.budget.rounds > FEEL_LIMITS.rounds)
      throw new EvaluationFault(`Expected at most ${FEEL_LIMITS.rounds} rounds of loops, but found more`);
  }

  /** Runs the body of a function that may call itself. */
  enter<T>(work: () => T): T {
    this.budget.depth += 1;
    try {
      if (this.budget.depth > FEEL_LIMITS.invocations)
        throw new EvaluationFault(`Expected at most ${FEEL_LIMITS.invocations} nested invocations, but found more`);
      this.spend(1);
      return work();
    } finally {
      this.budget.depth -= 1;
    }
  }
}

/** Names with their values; the innermost scope counts first. */
export interface Scope {
  readonly values: FeelContext;
  readonly outer: Scope | null;
  readonly run: FeelRun;
}

export type Compiled = (scope: Scope) => unknown;

export const inner = (outer: Scope, values: FeelContext): Scope => ({ values, outer, run: outer.run });

/** The value of a name; undefined when there is none. */
export function lookUp(scope: Scope, name: string): unknown {
  for (let current: Scope | null = scope; current !== null; current = current.outer)
    if (Object.hasOwn(current.values, name)) return current.values[name] ?? null;
  return undefined;
}
