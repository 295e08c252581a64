import type { JobWrite, StepWrite } from '../port/step-write.ts';
import type { ClaimedJob } from '../port/work-store.ts';
import type { EngineParts } from './engine-parts.ts';
import { splitGlobalId } from './global-id.ts';
import type { TreeStep } from './tree-step.ts';

/** The worker of this process, as far as steps leave it work without a claim. */
export interface LocalWorker {
  /** How long the lease holds with which it takes a job, in milliseconds. */
  readonly leaseMs: number;
  /** True while it runs and has room for one more job of this type. */
  hasRoom(type: string): boolean;
  /** Works on a job whose row was committed under a lease for it. */
  takeOver(job: ClaimedJob): void;
}

/**
 * What a step writes, with the job leased to the worker of this process that goes on where the step had done as many as it may. More than one,
 * as of a wide multi-instance activity, are claimed together instead, so that one step does several; so is what others perform.
 */
export function leaseNext(parts: EngineParts, step: TreeStep, write: StepWrite): StepWrite {
  if (step.jobsPerformed < parts.limits.jobsPerStep) return write;
  const [job, ...others] = write.jobs;
  if (job === undefined || others.length > 0 || !isFresh(parts, step, job)) return write;
  const worker = parts.localWorker();
  if (worker?.hasRoom(job.type) !== true) return write;
  // Counted as an attempt, as a claim is: should this process die of it, the next worker takes it as a suspect.
  return { ...write, jobs: [{ ...job, attempts: 1, leasedUntil: new Date(step.databaseMs + worker.leaseMs).toISOString() }] };
}

/** True for a job of the engine itself that this step has opened and nobody has tried. */
function isFresh(parts: EngineParts, step: TreeStep, job: JobWrite): boolean {
  const before = step.instances.find(({ id }) => id === job.instanceId)?.before;
  return (
    job.status === 'open' &&
    job.attempts === 0 &&
    job.failures === 0 &&
    job.dueAt === null &&
    (job.work !== 'operation' || parts.operations.has(job.type)) &&
    before?.state.waits[splitGlobalId(job.id, 'job').localId] === undefined
  );
}

/** Gives a committed job to whom it was leased. */
export function handOver(parts: EngineParts, { id, instanceId, type, attempts, failures }: JobWrite): void {
  parts.localWorker()?.takeOver({ id, instanceId, type, attempts, failures, leaseEpoch: 1, traceParent: parts.tracer.current() });
}
