import type { Decide, KernelEnvironment } from '../kernel/decide.ts';
import type { CalendarStore } from '../port/calendar-store.ts';
import type { ChangeFeed } from '../port/change-feed.ts';
import type { Clock } from '../port/clock.ts';
import type { IdSource } from '../port/id-source.ts';
import type { InstanceStore } from '../port/instance-store.ts';
import type { DeploymentStore } from '../port/deployment-store.ts';
import type { WorkKind } from '../port/job-queue.ts';
import type { Actor, Operation, OutsideOperation, OutsideSettings } from '../port/module-contract.ts';
import type { Meter } from '../port/telemetry.ts';
import type { Tracer } from '../port/tracer.ts';
import type { WorkStore } from '../port/work-store.ts';
import type { BoundedEvaluator, DecisionRunner, FileReader, ScriptRunner } from './evaluation/index.ts';
import type { Failpoints } from './failpoint.ts';
import type { LocalWorker } from './hand-over.ts';
import type { RuntimeLimits } from './limits.ts';

/** Everything the runtime is composed of. */
export interface EngineParts {
  readonly store: InstanceStore;
  readonly deployments: DeploymentStore;
  readonly calendars: CalendarStore;
  readonly work: WorkStore;
  readonly decide: Decide;
  readonly environment: KernelEnvironment;
  readonly operations: ReadonlyMap<string, Operation>;
  /** Operations that workers perform between steps; see OutsideWorker. */
  readonly outsideOperations: ReadonlyMap<string, OutsideOperation>;
  /** With what they will run here; without it deployments are not looked at for what is lacking. */
  readonly outsideSettings?: OutsideSettings;
  readonly scripts: ScriptRunner;
  readonly decisions: DecisionRunner;
  /** For FEEL that may not run on the main thread. */
  readonly riskyFeel: BoundedEvaluator;
  /** Reads and checks the files of deployments. */
  readonly files: FileReader;
  readonly ids: IdSource;
  readonly clock: Clock;
  readonly changes: ChangeFeed;
  /** Tells workers that something is due; see JobQueue. */
  readonly wake: (kind: WorkKind, dueAt: string | null) => void;
  /** Null while no worker runs in this process. */
  readonly localWorker: () => LocalWorker | null;
  readonly meter: Meter;
  readonly tracer: Tracer;
  readonly failpoints: Failpoints;
  readonly limits: RuntimeLimits;
}

/** Who acts when nobody does: timers, messages, retries. */
export const ENGINE_ACTOR: Actor = { kind: 'engine', id: 'engine', name: 'Lanework', roles: [], groups: [] };
