import type { SlowStep } from '../port/node-store.ts';
import type { StepWrite } from '../port/step-write.ts';
import type { CommittedStep } from '../port/telemetry.ts';

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
