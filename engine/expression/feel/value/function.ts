import type { FeelType } from '../syntax/node.ts';

export interface FeelParameter {
  readonly name: string;
  /** Declared type; null takes anything. */
  readonly type: FeelType | null;
}

/** A FEEL function value: written in FEEL, a knowledge model, a decision service, or a built-in one. */
export class FeelFunction {
  readonly name: string;
  readonly parameters: readonly FeelParameter[];
  readonly result: FeelType | null;
  readonly invoke: (values: readonly unknown[]) => unknown;

  constructor(
    name: string,
    parameters: readonly FeelParameter[],
    invoke: (values: readonly unknown[]) => unknown,
    result: FeelType | null = null,
  ) {
    this.name = name;
    this.parameters = parameters;
    this.invoke = invoke;
    this.result = result;
  }
}
