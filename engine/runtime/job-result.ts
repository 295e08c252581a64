import type { JsonObject } from '../model/index.ts';
import { EngineError, type StepResult } from '../port/engine.ts';
import type { JobRow, StepTransaction } from '../port/instance-store.ts';
import type { Actor } from '../port/module-contract.ts';
import type { LeasedJobRow } from '../port/work-store.ts';
import { ENGINE_ACTOR, type EngineParts } from './engine-parts.ts';
import { splitGlobalId } from './global-id.ts';
import type { JobWait } from './job-outcome.ts';
import { recordFailure } from './perform-job.ts';
import { beginStep, runStep, stepResult, type BegunStep, type NamedCommand } from './step-runner.ts';
import type { TreeInstance, TreeStep } from './tree-step.ts';

/** What a worker says about a job that he holds. */
export type JobReport =
  | { readonly kind: 'complete'; readonly variables: JsonObject }
  | { readonly kind: 'fail'; readonly message: string; readonly retriesLeft?: number; readonly retryAfterMs?: number }
  | { readonly kind: 'error'; readonly code: string; readonly message: string; readonly variables: JsonObject };

/** Who reports under which lease; the same `command` is done once and answered alike. */
export interface ReportOrigin {
  readonly jobId: string;
  readonly leaseEpoch: number;
  readonly actor: Actor;
  readonly command: NamedCommand | null;
}

/** Ends a leased job. The report of a worker whose lease went to another is refused with LEASE_LOST. */
export function reportJob(parts: EngineParts, origin: ReportOrigin, report: JobReport): Promise<StepResult> {
  const { jobId, leaseEpoch, command } = origin;
  const { instanceId, localId } = splitGlobalId(jobId, 'job');
  const work = async (transaction: StepTransaction): Promise<BegunStep<StepResult>> => {
    const { step, instance } = await beginStep(parts, transaction, instanceId, origin.actor);
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
    await applyReport(step, instance, wait, row, report);
    return { step, answer: () => stepResult(step, instanceId) };
  };
  return runStep(parts, command, work, { about: instanceId });
}

async function applyReport(step: TreeStep, instance: TreeInstance, wait: JobWait, row: JobRow, report: JobReport): Promise<void> {
  switch (report.kind) {
    case 'complete':
      await step.demand(instance, { kind: 'completeJob', jobId: wait.id, variables: report.variables });
      return;
    case 'error': {
      const { code, message, variables } = report;
      await step.demand(instance, { kind: 'throwError', waitId: wait.id, errorCode: code, message, variables });
      return;
    }
    case 'fail': {
      const retriesLeft = report.retriesLeft ?? wait.retriesLeft - 1;
      const failure = { message: report.message, retriesLeft, retryAfterMs: report.retryAfterMs ?? null };
      await recordFailure(step, instance, wait, failure, { failures: row.failures });
    }
  }
}

/** Makes an incident of a job whose workers let their leases run out, one after another. One that went away meanwhile is left alone. */
export async function failLostJob(parts: EngineParts, { id, leaseEpoch, attempt, failures }: LeasedJobRow): Promise<void> {
  const message = `Expected a worker to answer, but ${attempt - failures - 1} let their lease run out.`;
  try {
    await reportJob(parts, { jobId: id, leaseEpoch, actor: ENGINE_ACTOR, command: null }, { kind: 'fail', message, retriesLeft: 0 });
  } catch (error) {
    if (!(error instanceof EngineError) || (error.code !== 'NOT_FOUND' && error.code !== 'LEASE_LOST')) throw error;
  }
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
