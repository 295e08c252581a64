import type { Decide } from '../kernel/decide.ts';
import { BusinessError } from '../port/module-contract.ts';
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

/** What operations inside and outside of steps have in common here. */
interface Runnable<Context, Input, Output> {
  readonly topic: string;
  run(context: Context, input: Input): Promise<Output>;
}

/** The operation, with the time of each run counted. */
export function measureOperation<Context, Input, Output, Each extends Runnable<Context, Input, Output>>(
  operation: Each & Runnable<Context, Input, Output>,
  meter: Meter,
): Each {
  return {
    ...operation,
    async run(context: Context, input: Input) {
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
