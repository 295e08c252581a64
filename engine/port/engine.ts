import type { StepResult } from './step-result.ts';
import type { Finding, JsonObject } from '../model/index.ts';
import type { Actor } from './module-contract.ts';
import type { RepairCommands } from './repair.ts';

/** A file of a deployment: BPMN (`.bpmn`), DMN (`.dmn`) or form-js form (`.form`). */
export interface Resource {
  readonly name: string;
  readonly content: string;
}

export type { Finding } from '../model/index.ts';

export interface DeployedDefinition {
  readonly definitionId: string;
  readonly processId: string;
  readonly name: string | null;
  readonly version: number;
  readonly isNew: boolean;
}
export type DeployResult =
  | {
      readonly kind: 'deployed';
      readonly deploymentId: string;
      readonly definitions: readonly DeployedDefinition[];
      readonly findings: readonly Finding[];
    }
  | { readonly kind: 'refused'; readonly findings: readonly Finding[] };

export type { PerformedWork, StepResult } from './step-result.ts';

/** An error a caller of the engine can mend; `code` is stable: NOT_FOUND, WRONG_STATUS, TASK_ALREADY_CLAIMED, LEASE_LOST, ... */
export class EngineError extends Error {
  readonly code: string;
  readonly details: JsonObject;
  constructor(code: string, message: string, details: JsonObject = {}) {
    super(message);
    this.name = 'EngineError';
    this.code = code;
    this.details = details;
  }
}

/** A job handed to an outside worker under a lease. */
export interface ActivatedJob {
  readonly id: string;
  readonly type: string;
  readonly processInstanceId: string;
  readonly processId: string;
  readonly elementId: string;
  readonly variables: JsonObject;
  readonly headers: Readonly<Record<string, string>>;
  /** `<instanceId>:<elementInstanceId>`: the same on every attempt. For the receiver of what the worker does outside. */
  readonly idempotencyKey: string;
  readonly attempt: number;
  /** Attempts left, this one included. */
  readonly retriesLeft: number;
  readonly leaseEpoch: number;
  readonly leasedUntil: string;
}

/** What a worker asks for. */
export interface JobRequest {
  /** One job type, or several for one waiting call. */
  readonly type: string | readonly string[];
  readonly worker: string;
  readonly maxJobs: number;
  readonly leaseMs: number;
  /** How long to wait for the first job, in milliseconds; 0 answers at once. */
  readonly waitMs: number;
  /** Names of the variables to send; without it all that the job sees. */
  readonly fetchVariables?: readonly string[];
}

/** A job under the lease that it was given with. */
export type JobLease = Pick<ActivatedJob, 'id' | 'leaseEpoch'>;

/**
 * The engine as its callers see it. Every method is one durable command: when it resolves, the effect is committed. With a `commandId` the same
 * command is done once and answers the same when it is sent again; another one under this id is refused with IDEMPOTENCY_KEY_REUSED.
 */
export interface Engine extends RepairCommands {
  deploy(resources: readonly Resource[], note: string | null, actor: Actor): Promise<DeployResult>;
  check(resources: readonly Resource[]): Promise<readonly Finding[]>;
  startProcess(
    request: { processId: string; version?: number; businessKey?: string; variables: JsonObject; commandId?: string },
    actor: Actor,
  ): Promise<StepResult>;
  completeTask(taskId: string, variables: JsonObject, actor: Actor, commandId?: string): Promise<StepResult>;
  /** `assigneeId` null unclaims. With `expectUnassigned` a task that somebody else has is refused with TASK_ALREADY_CLAIMED. */
  assignTask(taskId: string, assigneeId: string | null, expectUnassigned: boolean, actor: Actor, commandId?: string): Promise<StepResult>;
  correlateMessage(
    request: { name: string; correlationKey?: string; variables: JsonObject; timeToLiveMs?: number; messageId?: string },
    actor: Actor,
  ): Promise<{ readonly result: 'correlated' | 'started' | 'collected' | 'buffered'; readonly step: StepResult | null }>;
  /**
   * Begins every process whose conditional start event holds for these variables, each in a transaction of its own. `mayStart` says by the
   * candidate starter groups of a process whether the actor may start it; the others are not looked at.
   */
  startByConditions(
    request: { variables: JsonObject; businessKey?: string; commandId?: string },
    mayStart: (candidateStarterGroups: readonly string[]) => boolean,
    actor: Actor,
  ): Promise<readonly StepResult[]>;
  broadcastSignal(
    request: { name: string; variables: JsonObject },
    actor: Actor,
    commandId?: string,
  ): Promise<{ readonly instances: number }>;
  setVariables(instanceId: string, scopeId: string | null, variables: JsonObject, actor: Actor, commandId?: string): Promise<StepResult>;
  resolveIncident(incidentId: string, retries: number, actor: Actor, commandId?: string): Promise<StepResult>;
  cancelInstance(instanceId: string, actor: Actor, commandId?: string): Promise<StepResult>;
  suspendInstance(instanceId: string, actor: Actor, commandId?: string): Promise<StepResult>;
  resumeInstance(instanceId: string, actor: Actor, commandId?: string): Promise<StepResult>;
  /** An aborted `signal` ends the wait with no jobs; what was leased meanwhile is given back. */
  activateJobs(request: JobRequest, signal?: AbortSignal): Promise<readonly ActivatedJob[]>;
  /** Ends leases before any work was done; the jobs are free at once, and the attempts do not count. */
  giveBackJobs(jobs: readonly (JobLease & Pick<ActivatedJob, 'type'>)[]): Promise<void>;
  completeJob(jobId: string, leaseEpoch: number, variables: JsonObject, actor: Actor, commandId?: string): Promise<StepResult>;
  failJob(
    jobId: string,
    leaseEpoch: number,
    failure: { message: string; retriesLeft?: number; retryAfterMs?: number },
    actor: Actor,
    commandId?: string,
  ): Promise<StepResult>;
  throwJobError(
    jobId: string,
    leaseEpoch: number,
    error: { code: string; message: string; variables: JsonObject },
    actor: Actor,
    commandId?: string,
  ): Promise<StepResult>;
  extendJob(jobId: string, leaseEpoch: number, leaseMs: number): Promise<{ readonly leasedUntil: string }>;
}
