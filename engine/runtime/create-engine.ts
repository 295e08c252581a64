import { asElementInstanceId, ROOT_SCOPE_ID, type JsonObject } from '../model/index.ts';
import type { OperationCatalogue } from '../parse/index.ts';
import { EngineError, type Engine, type StepResult } from '../port/engine.ts';
import type { StepTransaction } from '../port/instance-store.ts';
import type { Actor } from '../port/module-contract.ts';
import { hashOf } from './canonical-json.ts';
import { broadcastSignal, correlateMessage } from './deliver.ts';
import { check, deploy } from './deploy.ts';
import type { EngineParts } from './engine-parts.ts';
import { splitGlobalId } from './global-id.ts';
import { JobActivation } from './job-activation.ts';
import { extendJob, reportJob } from './job-result.ts';
import { findJsonProblem } from './json-check.ts';
import { repairCommands } from './repair.ts';
import { beginStart } from './process-starts.ts';
import { startByConditions } from './start-by-conditions.ts';
import { runOnInstance, runStep, type BegunStep, type NamedCommand } from './step-runner.ts';
import type { TreeInstance, TreeStep } from './tree-step.ts';

/**
 * The engine over its parts. `catalogue` is what the deployment checks know of the operations; null skips those checks. `activation` is
 * shared with the node's own worker for operations outside the transaction.
 */
export function createEngine(
  parts: EngineParts,
  catalogue: OperationCatalogue | null,
  activation: JobActivation = new JobActivation(parts),
): Engine {
  return {
    deploy: (resources, note, actor) => deploy(parts, catalogue, resources, note, actor),
    check: (resources) => check(parts, catalogue, resources),
    startProcess: (request, actor) => startProcess(parts, request, actor),
    completeTask: (taskId, variables, actor, commandId) => completeTask(parts, taskId, variables, actor, commandId),
    assignTask: (taskId, assigneeId, expectUnassigned, actor, commandId) =>
      assignTask(parts, { taskId, assigneeId, expectUnassigned }, actor, commandId),
    correlateMessage: async ({ name, correlationKey, variables, timeToLiveMs, messageId }, actor) => {
      refuseBadJson(variables);
      const message = {
        name,
        correlationKey: correlationKey ?? null,
        variables,
        timeToLiveMs: timeToLiveMs ?? parts.limits.messageTimeToLiveMs,
      };
      const command = messageId === undefined ? null : named(`message:${messageId}`, { ...message });
      return correlateMessage(parts, message, actor, command);
    },
    startByConditions: async (request, mayStart, actor) => {
      refuseBadJson(request.variables);
      return startByConditions(parts, request, mayStart, actor);
    },
    broadcastSignal: async ({ name, variables }, actor, commandId) => {
      refuseBadJson(variables);
      return broadcastSignal(parts, name, variables, actor, namedAs('broadcastSignal', commandId, { name, variables }));
    },
    setVariables: async (instanceId, scopeId, variables, actor, commandId) => {
      refuseBadJson(variables);
      const command = namedAs('setVariables', commandId, { instanceId, scopeId, variables });
      return runOnInstance(parts, { instanceId, actor, command }, async (step, instance) => {
        await step.demand(instance, {
          kind: 'setVariables',
          scopeId: scopeId === null ? ROOT_SCOPE_ID : asElementInstanceId(scopeId),
          variables,
        });
      });
    },
    resolveIncident: (incidentId, retries, actor, commandId) => resolveIncident(parts, incidentId, retries, actor, commandId),
    cancelInstance: (instanceId, actor, commandId) => simple(parts, instanceId, 'cancel', actor, commandId),
    suspendInstance: (instanceId, actor, commandId) => simple(parts, instanceId, 'suspend', actor, commandId),
    resumeInstance: (instanceId, actor, commandId) => simple(parts, instanceId, 'resume', actor, commandId),
    ...repairCommands(parts),
    ...jobCommands(parts, activation),
  };
}

type JobCommands = Pick<Engine, 'activateJobs' | 'giveBackJobs' | 'completeJob' | 'failJob' | 'throwJobError' | 'extendJob'>;

/** What outside workers ask for. */
function jobCommands(parts: EngineParts, activation: JobActivation): JobCommands {
  return {
    activateJobs: async (request, signal) => {
      const types = typeof request.type === 'string' ? [request.type] : request.type;
      const own = types.find((type) => parts.operations.has(type) || parts.outsideOperations.has(type));
      if (own !== undefined)
        throw new EngineError('JOB_TYPE_INTERNAL', `Expected a job type for outside workers, but the engine performs "${own}" itself.`);
      return (await activation.activate(request, signal)).map(({ job }) => job);
    },
    giveBackJobs: (jobs) => activation.giveBack(jobs),
    completeJob: async (jobId, leaseEpoch, variables, actor, commandId) => {
      refuseBadJson(variables);
      const command = namedAs('completeJob', commandId, { jobId, leaseEpoch, variables });
      return reportJob(parts, { jobId, leaseEpoch, actor, command }, { kind: 'complete', variables });
    },
    failJob: (jobId, leaseEpoch, failure, actor, commandId) =>
      reportJob(
        parts,
        { jobId, leaseEpoch, actor, command: namedAs('failJob', commandId, { jobId, leaseEpoch, ...failure }) },
        { kind: 'fail', ...failure },
      ),
    throwJobError: async (jobId, leaseEpoch, error, actor, commandId) => {
      refuseBadJson(error.variables);
      const command = namedAs('throwJobError', commandId, { jobId, leaseEpoch, ...error });
      return reportJob(parts, { jobId, leaseEpoch, actor, command }, { kind: 'error', ...error });
    },
    extendJob: (jobId, leaseEpoch, leaseMs) => extendJob(parts, jobId, leaseEpoch, leaseMs),
  };
}

async function startProcess(parts: EngineParts, request: Parameters<Engine['startProcess']>[0], actor: Actor): Promise<StepResult> {
  refuseBadJson(request.variables);
  const { processId, version, businessKey, variables } = request;
  const command =
    request.commandId === undefined
      ? null
      : named(request.commandId, { processId, version: version ?? null, businessKey: businessKey ?? null, variables });
  const work = async (transaction: StepTransaction): Promise<BegunStep<StepResult>> => {
    const definition = await transaction.findDefinition(
      version === undefined ? { kind: 'latest', processId } : { kind: 'version', processId, version },
    );
    if (definition === null) {
      throw new EngineError(
        'NOT_FOUND',
        `Expected a deployed process "${processId}"${version === undefined ? '' : ` in version ${version}`}, but there is none.`,
      );
    }
    return beginStart(parts, transaction, await transaction.now(), actor, {
      definition,
      startEventId: null,
      businessKey: businessKey ?? null,
      variables,
    });
  };
  return runStep(parts, command, work, { alike: `start ${processId}` });
}

async function completeTask(
  parts: EngineParts,
  taskId: string,
  variables: JsonObject,
  actor: Actor,
  commandId: string | undefined,
): Promise<StepResult> {
  refuseBadJson(variables);
  const { instanceId, localId } = splitGlobalId(taskId, 'task');
  const command = commandId === undefined ? null : named(commandId, { taskId, variables });
  return runOnInstance(parts, { instanceId, actor, command }, async (step, instance) => {
    await demandOpenTask(step, instance, taskId, localId);
    await step.demand(instance, { kind: 'completeTask', taskId: localId, variables });
  });
}

async function assignTask(
  parts: EngineParts,
  request: { readonly taskId: string; readonly assigneeId: string | null; readonly expectUnassigned: boolean },
  actor: Actor,
  commandId: string | undefined,
): Promise<StepResult> {
  const { taskId, assigneeId, expectUnassigned } = request;
  const { instanceId, localId } = splitGlobalId(taskId, 'task');
  return runOnInstance(parts, { instanceId, actor, command: namedAs('assignTask', commandId, request) }, async (step, instance) => {
    await demandOpenTask(step, instance, taskId, localId);
    const wait = instance.state.waits[localId];
    const holder = wait?.kind === 'task' ? wait.assignee : null;
    if (expectUnassigned && holder !== null && holder !== assigneeId) {
      throw new EngineError('TASK_ALREADY_CLAIMED', `Expected task ${taskId} to be free, but ${holder} has it.`, { assignee: holder });
    }
    if (holder !== assigneeId) await step.demand(instance, { kind: 'assignTask', taskId: localId, assignee: assigneeId });
  });
}

/** A task that was open once is told apart from one that never was. */
async function demandOpenTask(step: TreeStep, instance: TreeInstance, taskId: string, localId: string): Promise<void> {
  if (instance.state.waits[localId] !== undefined) return;
  const status = await step.transaction.taskStatus(taskId);
  if (status === null) throw new EngineError('NOT_FOUND', `Expected a task ${taskId}, but there is none.`);
  throw new EngineError('TASK_NOT_OPEN', `Expected task ${taskId} to be open, but it is ${status}.`, { status });
}

async function resolveIncident(
  parts: EngineParts,
  incidentId: string,
  retries: number,
  actor: Actor,
  commandId: string | undefined,
): Promise<StepResult> {
  const { instanceId, localId } = splitGlobalId(incidentId, 'incident');
  const command = namedAs('resolveIncident', commandId, { incidentId, retries });
  return runOnInstance(parts, { instanceId, actor, command }, async (step, instance) => {
    const incident = instance.state.incidents[localId];
    // The attempts before count no more, neither as failures nor as lost workers.
    if (incident !== undefined && incident.jobId !== null)
      step.jobFailures.set(`${instanceId}.${incident.jobId}`, { dueAt: step.now, attempts: 0, failures: -1, message: null });
    await step.demand(instance, { kind: 'resolveIncident', incidentId: localId, retries });
  });
}

function simple(
  parts: EngineParts,
  instanceId: string,
  kind: 'cancel' | 'suspend' | 'resume',
  actor: Actor,
  commandId: string | undefined,
): Promise<StepResult> {
  const command = namedAs(kind, commandId, { instanceId });
  return runOnInstance(parts, { instanceId, actor, command }, (step, instance) => step.demand(instance, { kind }));
}

function refuseBadJson(variables: JsonObject): void {
  const problem = findJsonProblem(variables);
  if (problem !== null) throw new EngineError('VARIABLES_INVALID', problem);
}

const named = (id: string, request: JsonObject): NamedCommand => ({ id, requestHash: hashOf(request) });

/** The kind is part of the request: under one id, suspending an instance is not resuming it. */
function namedAs(kind: string, id: string | undefined, request: object): NamedCommand | null {
  return id === undefined ? null : named(id, { kind, ...request });
}
