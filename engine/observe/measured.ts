import type { Decide } from '../kernel/decide.ts';
import { BusinessError, type Operation } from '../port/module-contract.ts';
import type { Meter } from '../port/telemetry.ts';

/** The kernel, with the time of each decision counted. */
export function measureDecide(decide: Decide, meter: Meter): Decide {
  return (environment, definition, state, command, now) => {
    const begunMs = performance.now();
    const decision = decide(environment, definition, state, command, now);
    meter.kernelDecided(command.kind, decision.kind === 'decided' ? 'accepted' : 'rejected', (performance.now() - begunMs) / 1_000);
    return decision;
  };
}

/** The operation, with the time of each run counted. */
export function measureOperation(operation: Operation, meter: Meter): Operation {
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
