import type { DecisionProblem } from '../../expression/index.ts';
import type { Expression, JsonObject, JsonValue } from '../../model/index.ts';
import type { OperationCatalogue } from '../../parse/index.ts';

/** Work that is done away from the event loop, because it may be endless. */
export type BoundedTask =
  | FileTask
  | {
      readonly kind: 'script';
      readonly source: string;
      readonly variables: JsonObject;
      /** What the clock of the script shows, ISO 8601. */
      readonly now: string;
      readonly memoryLimitBytes: number;
      readonly deadlineMs: number;
    }
  | { readonly kind: 'feel'; readonly expression: Expression; readonly variables: JsonObject; readonly now: string }
  | {
      readonly kind: 'decision';
      readonly resource: string;
      /** The file, with the files that it imports (`bundleDmn`). */
      readonly xml: string;
      readonly decision: string;
      readonly input: JsonObject;
      readonly now: string;
      /** True to tell what became null because the model or the input is wrong; without it that is a failure. */
      readonly tellsProblems?: boolean;
    };

/** A file of a deployment. */
export interface FileTask {
  readonly kind: 'file';
  /** `import` translates a diagram of another engine. */
  readonly format: 'bpmn' | 'dmn' | 'import';
  readonly name: string;
  readonly content: string;
  readonly operations: OperationCatalogue | null;
}

/** What a task came to. */
export type BoundedOutcome =
  | { readonly kind: 'completed'; readonly value: JsonValue; readonly problems?: readonly DecisionProblem[] }
  /** A script threw `new BpmnError(code, message)`. */
  | { readonly kind: 'bpmnError'; readonly code: string; readonly message: string }
  /** `wasStopped` when it used up its time or memory; `lacksData` as in the kernel's `Evaluation`. */
  | { readonly kind: 'failed'; readonly message: string; readonly wasStopped?: true; readonly lacksData?: true };

/** What the worker thread says: once that it is ready, then per task that its preparation is over (when it has one) and what it came to. */
export type WorkerMessage =
  | { readonly kind: 'ready' }
  | { readonly kind: 'begun' }
  | { readonly kind: 'outcome'; readonly outcome: BoundedOutcome };

/** Does the tasks of one kind in a worker thread. `begin` says that the preparation of a decision is over and its own time begins. */
export type Perform = (task: BoundedTask, begin: () => void) => Promise<BoundedOutcome>;
