import type { Decide } from '../kernel/decide.ts';
import { BusinessError, type OutsideOperation } from '../port/module-contract.ts';
import type { Meter } from '../port/telemetry.ts';

/** Reading the clock twice costs as much as a small decision, so only every so many decisions are timed. */
const DECISIONS_PER_TIMING = 16;

/** The kernel, with the time of every sixteenth decision counted. */
export function measureDecide(decide: Decide, meter: Meter): Decide {
  let untimed = 0;
  return (environment, definition, state, command, now) => {
    untimed += 1;
    if (untimed < DECISIONS_PER_TIMING) return decide(environment, definition, state, command, now);
    untimed = 0;
    const begunMs = performance.now();
    const decision = decide(environment, definition, state, command, now);
    meter.kernelDecided(command.kind, decision.kind === 'decided' ? 'accepted' : 'rejected', (performance.now() - begunMs) / 1_000);
    return decision;
  };
}

/** The operation, with the time of each run counted. */
export function measureOutside(operation: OutsideOperation, meter: Meter): OutsideOperation {
  return {
    ...operation,
    async run(context, input) {
      const begunMs = performance.now();
      const secondsSince = (): number => (performance.now() - begunMs) / 1_000;
      try {
        const output = await operation.run(context, input);
        meter.operationRun(operation.topic, 'completed', secondsSince());
        return output;
      } catch (error) {
        meter.operationRun(operation.topic, error instanceof BusinessError ? 'refused' : 'failed', secondsSince());
        throw error;
      }
    },
  };
}
