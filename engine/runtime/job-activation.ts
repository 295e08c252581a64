import type { JsonObject } from '../model/index.ts';
import { EngineError, type ActivatedJob, type StepResult } from '../port/engine.ts';
import type { JobRow } from '../port/instance-store.ts';
import type { Actor } from '../port/module-contract.ts';
import type { ActivatedJobRow } from '../port/work-store.ts';
import { ENGINE_ACTOR, type EngineParts } from './engine-parts.ts';
import { splitGlobalId } from './global-id.ts';
import type { JobWait } from './job-outcome.ts';
import { jobInput, recordFailure } from './perform-job.ts';
import { beginStep, runStep, stepResult, type NamedCommand } from './step-runner.ts';
import type { TreeInstance, TreeStep } from './tree-step.ts';

/** Pause between two looks for jobs of a waiting worker, in milliseconds. */
const LOOK_EVERY_MS = 200;
/** Longest that one call waits for jobs, in milliseconds. */
const MAX_WAIT_MS = 60_000;

/** Gives jobs of one type to an outside worker, each under a lease; waits up to `waitMs` for the first. */
export async function activateJobs(
  parts: EngineParts,
  request: { readonly type: string; readonly worker: string; readonly maxJobs: number; readonly leaseMs: number; readonly waitMs: number },
): Promise<readonly ActivatedJob[]> {
  if (parts.operations.has(request.type))
    throw new EngineError(
      'JOB_TYPE_INTERNAL',
      `Expected a job type for outside workers, but the engine performs "${request.type}" itself.`,
    );
  const deadlineMs = parts.clock.nowMs() + Math.min(request.waitMs, MAX_WAIT_MS);
  for (;;) {
    const jobs: ActivatedJob[] = [];
    for (const row of await parts.work.activateJobs(request)) {
      const job = await withVariables(parts, row);
      if (job !== null) jobs.push(job);
    }
    const leftMs = deadlineMs - parts.clock.nowMs();
    if (jobs.length > 0 || leftMs <= 0) return jobs;
    await parts.clock.sleep(Math.min(LOOK_EVERY_MS, leftMs));
  }
}

/** Null when the job went away meanwhile, or has lost too many workers and is an incident now. */
async function withVariables(parts: EngineParts, row: ActivatedJobRow): Promise<ActivatedJob | null> {
  const { failures, retriesLeft, ...job } = row;
  const lost = row.attempt - failures - 1;
  const answer = await runStep<{ readonly variables: JsonObject | null }>(parts, null, async (transaction) => {
    const { step, instance } = await beginStep(parts, transaction, row.processInstanceId, ENGINE_ACTOR);
    const wait = instance.state.waits[splitGlobalId(row.id, 'job').localId];
    if (wait?.kind !== 'job') return { step: null, answer: () => ({ variables: null }) };
    if (lost < Math.max(parts.limits.lostWorkers, retriesLeft))
      return { step: null, answer: () => ({ variables: jobInput(instance, wait) }) };
    await recordFailure(
      step,
      instance,
      wait,
      { message: `Expected a worker to answer, but ${lost} let their lease run out.`, retriesLeft: 0, retryAfterMs: null },
      { failures },
    );
    return { step, answer: () => ({ variables: null }) };
  });
  return answer.variables === null ? null : { ...job, variables: answer.variables };
}

/** Ends a leased job: `end` gives the command. The result of a worker whose lease went to another is refused. */
export function endJob(
  parts: EngineParts,
  request: { readonly jobId: string; readonly leaseEpoch: number; readonly actor: Actor; readonly command: NamedCommand | null },
  end: (step: TreeStep, instance: TreeInstance, wait: JobWait, row: JobRow) => Promise<void>,
): Promise<StepResult> {
  const { jobId, leaseEpoch, actor, command } = request;
  const { instanceId, localId } = splitGlobalId(jobId, 'job');
  return runStep<StepResult>(parts, command, async (transaction) => {
    const { step, instance } = await beginStep(parts, transaction, instanceId, actor);
    const row = await transaction.job(jobId);
    const wait = instance.state.waits[localId];
    if (row === null || wait?.kind !== 'job') throw new EngineError('NOT_FOUND', `Expected an open job ${jobId}, but there is none.`);
    if (row.leaseEpoch !== leaseEpoch) {
      throw new EngineError(
        'LEASE_LOST',
        `Expected lease ${row.leaseEpoch} of job ${jobId}, but found ${leaseEpoch}: the job was given to another worker.`,
        { leaseEpoch: row.leaseEpoch },
      );
    }
    await end(step, instance, wait, row);
    return { step, answer: () => stepResult(step, instanceId) };
  });
}

/** Lengthens the lease of a job from now. */
export async function extendJob(
  parts: EngineParts,
  jobId: string,
  leaseEpoch: number,
  leaseMs: number,
): Promise<{ readonly leasedUntil: string }> {
  const leasedUntil = await parts.work.extendLease(jobId, leaseEpoch, leaseMs);
  if (leasedUntil === null)
    throw new EngineError('LEASE_LOST', `Expected lease ${leaseEpoch} of job ${jobId} to be the current one, but it is not.`);
  return { leasedUntil };
}
