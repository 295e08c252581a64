import type { Pool } from 'pg';
import type { InstanceStore, StepCapacity, StepHint, StepStatistics, StepTransaction } from '../port/instance-store.ts';
import { NO_METER, type Meter } from '../port/telemetry.ts';
import { NO_TRACER, type Tracer } from '../port/tracer.ts';
import { DefinitionCache } from './definition-rows.ts';
import { schedulerLimits, StepScheduler, type SchedulerLimits } from './step/step-scheduler.ts';

/** Keeps process instances in PostgreSQL. */
export class PostgresInstanceStore implements InstanceStore {
  readonly #scheduler: StepScheduler;

  /** `meter` counts commits without an answer; rows that a step leaves carry the trace of `tracer`. */
  constructor(
    pool: Pool,
    meter: Meter = NO_METER,
    tracer: Tracer = NO_TRACER,
    limits: SchedulerLimits = schedulerLimits(pool.options.max),
  ) {
    this.#scheduler = new StepScheduler({ pool, definitions: new DefinitionCache(), meter, tracer }, limits);
  }

  get statistics(): StepStatistics {
    return this.#scheduler.statistics;
  }

  capacityFor(alike: string): StepCapacity {
    return this.#scheduler.capacityFor(alike);
  }

  async transaction<Result>(work: (transaction: StepTransaction) => Promise<Result>, hint: StepHint = {}): Promise<Result> {
    // The scheduler gives back what the work has answered.
    return (await this.#scheduler.run(work, hint)) as Result;
  }
}
