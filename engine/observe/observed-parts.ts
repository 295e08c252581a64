import type { PoolClient } from 'pg';
import type { Decide } from '../kernel/decide.ts';
import type { Engine } from '../port/engine.ts';
import type { Operation, OutsideOperation } from '../port/module-contract.ts';
import type { Meter } from '../port/telemetry.ts';
import type { Tracer } from '../port/tracer.ts';
import { measureDecide, measureOutside } from './measured.ts';
import { traceDecide, traceEngine, traceOperation, traceStatements } from './traced.ts';

/**
 * Puts counters and spans around the parts of the engine, so that these know of neither. Without a tracer no span is made. Operations inside of steps are
 * counted by the step, which sees each of them end.
 */
export class PartsObserver {
  readonly meter: Meter;
  readonly #tracer: Tracer;

  constructor(meter: Meter, tracer: Tracer) {
    this.meter = meter;
    this.#tracer = tracer;
  }

  decide(decide: Decide): Decide {
    const measured = measureDecide(decide, this.meter);
    return this.#tracer.isOn ? traceDecide(measured, this.#tracer) : measured;
  }

  operation(operation: Operation): Operation {
    return this.#tracer.isOn ? traceOperation(operation, this.#tracer, 'internal') : operation;
  }

  outsideOperation(operation: OutsideOperation): OutsideOperation {
    const measured = measureOutside(operation, this.meter);
    return this.#tracer.isOn ? traceOperation(measured, this.#tracer, 'client') : measured;
  }

  engine(engine: Engine): Engine {
    return this.#tracer.isOn ? traceEngine(engine, this.#tracer) : engine;
  }

  /** To be called once for each new connection of the pool. */
  connection(client: PoolClient): void {
    if (this.#tracer.isOn) traceStatements(client, this.#tracer);
  }
}
