import type { SlowStep } from '../port/node-store.ts';
import type { StepWrite } from '../port/step-write.ts';
import type { CommittedStep } from '../port/telemetry.ts';

/** Slowest steps that one report of a node carries. */
const KEPT = 5;

/** Keeps the slowest steps since it was last emptied. A step that is not among them costs one comparison. */
export class SlowestSteps {
  #steps: SlowStep[] = [];
  #threshold = 0;

  /** Answers with the step when it took longer than `slowMs`. */
  note(step: CommittedStep, write: StepWrite, milliseconds: number, slowMs: number): SlowStep | null {
    const isSlow = milliseconds > slowMs;
    if (milliseconds <= this.#threshold && !isSlow) return null;
    const noted = describe(step, write, milliseconds);
    if (noted === null) return null;
    if (milliseconds > this.#threshold) this.#keep(noted);
    return isSlow ? noted : null;
  }

  #keep(step: SlowStep): void {
    this.#steps = [...this.#steps, step].toSorted((left, right) => right.milliseconds - left.milliseconds).slice(0, KEPT);
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

function describe(step: CommittedStep, write: StepWrite, milliseconds: number): SlowStep | null {
  const instance = write.instances[0];
  if (instance === undefined) return null;
  return {
    milliseconds,
    processId: instance.processId,
    instanceId: instance.id,
    command: step.entries[0]?.command.kind ?? '',
    elementId: step.performed[0]?.elementId ?? null,
  };
}
