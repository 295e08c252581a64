import { EvaluationFault, quote } from '../../fault.ts';
import type { FeelNode } from '../syntax/node.ts';
import type { Scope } from './scope.ts';

/** A place in a source, as messages name it. */
export class Site {
  readonly source: string;
  readonly node: FeelNode;

  constructor(source: string, node: FeelNode) {
    this.source = source;
    this.node = node;
  }

  get text(): string {
    return this.source.slice(this.node.from, this.node.to);
  }

  /** `at "a + b" (character 5)`. */
  get place(): string {
    return `at "${quote(this.text)}" (character ${this.node.from + 1})`;
  }

  /** `lacksData`: what is missing may still come. */
  fault(message: string, lacksData = false): EvaluationFault {
    return new EvaluationFault(`${message} ${this.place}`, lacksData);
  }

  /** What has no value is a fault in a strict run, else null. */
  nothing(scope: Scope, message: string, lacksData = false): null {
    if (scope.run.isStrict) throw this.fault(message, lacksData);
    return null;
  }
}
