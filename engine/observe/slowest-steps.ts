import type { StepWrite } from '../port/step-write.ts';
import type { CommittedStep } from '../port/telemetry.ts';

/** One slow step: what it was about, and how long it took from its begin to the end of its commit. */
export interface SlowStep {
  readonly milliseconds: number;
  readonly processId: string;
  readonly instanceId: string;
  /** Kind of the first command, and element of the first job that it performed; null when it performed none. */
  readonly command: string;
  readonly elementId: string | null;
}

/** Slowest steps that one report of a node carries. */
const KEPT = 5;

/** Keeps the slowest steps since it was last emptied. A step that is not among them costs one comparison. */
export class SlowestSteps {
  #steps: SlowStep[] = [];
  #threshold = 0;

  note(step: CommittedStep, write: StepWrite, seconds: number): void {
    const milliseconds = seconds * 1_000;
    if (milliseconds <= this.#threshold) return;
    const instance = write.instances[0];
    if (instance === undefined) return;
    this.#steps.push({
      milliseconds,
      processId: instance.processId,
      instanceId: instance.id,
      command: step.entries[0]?.command.kind ?? '',
      elementId: step.performed[0]?.elementId ?? null,
    });
    this.#steps = this.#steps.toSorted((left, right) => right.milliseconds - left.milliseconds).slice(0, KEPT);
    if (this.#steps.length === KEPT) this.#threshold = this.#steps.at(-1)?.milliseconds ?? 0;
  }

  /** Those noted since the last call, slowest first. */
  take(): readonly SlowStep[] {
    const steps = this.#steps;
    this.#steps = [];
    this.#threshold = 0;
    return steps;
  }
}
