import type { FlowNode, JsonObject, JsonValue } from '../model/index.ts';
import type { PerformedWork } from '../port/engine.ts';
import type { StoredOperation } from '../port/instance-store.ts';
import { visibleVariables } from '../state/index.ts';
import { backOffMs } from './back-off.ts';
import { evaluateBounded } from './evaluate-bounded.ts';
import { globalId } from './global-id.ts';
import type { JobOutcome, JobWait } from './job-outcome.ts';
import { findJsonProblem, isJsonObject } from './json-check.ts';
import { runOperation } from './run-operation.ts';
import { refusalOf, type TreeInstance, type TreeStep } from './tree-step.ts';
import { VARIABLES_TOO_LARGE } from './variable-size.ts';

/** What is known of earlier attempts of a claimed job; null for the attempt inside the step that opened it. */
export interface ClaimedAttempt {
  readonly failures: number;
  /** What the operation has left already. */
  readonly operation: StoredOperation | null;
}

/** Runs the work of an open job in the step's transaction and feeds its outcome back; false leaves the job as a row: it cannot be done now. */
export async function performJob(
  step: TreeStep,
  instance: TreeInstance,
  jobId: string,
  input: JsonObject,
  claimed: ClaimedAttempt | null = null,
): Promise<boolean> {
  const wait = instance.state.waits[jobId];
  // Another effect of the same step may have closed it, for example an error that ended its scope.
  if (wait?.kind !== 'job' || instance.state.status !== 'active') return false;
  if (step.mode.workersLost > 0 || step.jobsPerformed >= step.parts.limits.jobsPerStep) return false;
  if (wait.work === 'operation') {
    const operation = step.parts.operations.get(wait.jobType);
    // Others perform it; or it runs in as many transactions as it may.
    if (operation === undefined) return false;
    if (
      operation.maxConcurrent !== undefined &&
      !(await step.transaction.takeSlot(`operation:${operation.topic}`, operation.maxConcurrent))
    )
      return false;
  }
  step.jobsPerformed += 1;
  const outcome = await runWork(step, instance, wait, input, claimed);
  step.performed.push(performedWork(instance, wait, outcome));
  const fed = feedBack(step, instance, wait, outcome, claimed);
  // What is known at once is not waited for.
  if (fed instanceof Promise) await fed;
  return true;
}

/** Input of a job whose effect is long past: its own variables when the element maps inputs, else all that it sees. */
export function jobInput(instance: Pick<TreeInstance, 'definition' | 'state'>, wait: JobWait): JsonObject {
  const node = instance.definition.definition.nodes[wait.elementId];
  const own = instance.state.variables[wait.elementInstanceId];
  return node !== undefined && node.inputMappings.length > 0 && own !== undefined
    ? own
    : visibleVariables(instance.state, wait.elementInstanceId);
}

function runWork(
  step: TreeStep,
  instance: TreeInstance,
  wait: JobWait,
  input: JsonObject,
  claimed: ClaimedAttempt | null,
): Promise<JobOutcome> {
  switch (wait.work) {
    case 'operation':
      return runOperation(step, instance, wait, input, claimed);
    case 'script':
      return runScript(step, nodeOf(instance, wait), input);
    case 'decision':
      return runDecision(step, wait.jobType, input, resultVariableOf(nodeOf(instance, wait)));
  }
}

async function runScript(step: TreeStep, node: FlowNode | undefined, input: JsonObject): Promise<JobOutcome> {
  const script = node?.kind === 'scriptTask' ? node.script : null;
  if (script === null) return failed('Expected a script task with a script, but the definition has none.');
  const resultVariable = resultVariableOf(node);
  if (script.language === 'feel') return runFeel(step, script.source, input, resultVariable);
  const outcome = await step.parts.scripts.run({ source: script.source, variables: input, now: step.now, resultVariable });
  switch (outcome.kind) {
    case 'completed':
      return withStorable(outcome.variables);
    case 'bpmnError':
      return { kind: 'error', code: outcome.code, message: outcome.message, variables: {} };
    case 'failed':
      return failed(outcome.message);
  }
}

async function runFeel(step: TreeStep, source: string, input: JsonObject, resultVariable: string | null): Promise<JobOutcome> {
  const evaluation = await evaluateBounded(step.parts, { kind: 'feel', source }, input, step.now);
  return evaluation.kind === 'value' ? merged(evaluation.value, resultVariable) : failed(evaluation.message);
}

async function runDecision(step: TreeStep, decisionId: string, input: JsonObject, resultVariable: string | null): Promise<JobOutcome> {
  const file = await step.transaction.decisionFile(decisionId);
  if (file === null) return failed(`Expected a deployed decision "${decisionId}", but there is none.`);
  const outcome = await step.parts.decisions.run({ resource: file.key, xml: file.xml, decision: decisionId, input, now: step.now });
  return outcome.kind === 'completed' ? merged(outcome.value, resultVariable) : failed(outcome.message);
}

/** A result variable takes the value as it is; without one the members of an object become variables, and any other value is dropped. */
function merged(value: JsonValue, resultVariable: string | null): JobOutcome {
  if (resultVariable !== null) return withStorable({ [resultVariable]: value });
  return withStorable(isJsonObject(value) ? value : {});
}

function withStorable(variables: JsonObject): JobOutcome {
  const problem = findJsonProblem(variables, 'result');
  return problem === null ? { kind: 'completed', variables } : failed(problem);
}

/** Failures of scripts and decisions are final: the same input would fail the same way. */
const failed = (message: string): JobOutcome => ({ kind: 'failed', message, final: true });

const nodeOf = (instance: TreeInstance, wait: JobWait): FlowNode | undefined => instance.definition.definition.nodes[wait.elementId];

function resultVariableOf(node: FlowNode | undefined): string | null {
  return node?.kind === 'scriptTask' || node?.kind === 'businessRuleTask' ? node.resultVariable : null;
}

function feedBack(
  step: TreeStep,
  instance: TreeInstance,
  wait: JobWait,
  outcome: JobOutcome,
  claimed: ClaimedAttempt | null,
): Promise<void> | undefined {
  switch (outcome.kind) {
    case 'completed': {
      const applied = step.apply(instance, { kind: 'completeJob', jobId: wait.id, variables: outcome.variables });
      return applied === null ? undefined : afterCompletion(step, instance, wait, applied, claimed);
    }
    case 'error':
      return step.demand(instance, {
        kind: 'throwError',
        waitId: wait.id,
        errorCode: outcome.code,
        message: outcome.message,
        variables: outcome.variables,
      });
    case 'failed':
      return recordFailure(
        step,
        instance,
        wait,
        { message: outcome.message, retriesLeft: outcome.final ? 0 : wait.retriesLeft - 1, retryAfterMs: null },
        claimed,
      );
  }
}

async function afterCompletion(
  step: TreeStep,
  instance: TreeInstance,
  wait: JobWait,
  applied: ReturnType<TreeStep['apply']>,
  claimed: ClaimedAttempt | null,
): Promise<void> {
  const rejection = await applied;
  if (rejection === null) return;
  // The same result would be as large the next time.
  if (rejection.code !== VARIABLES_TOO_LARGE) throw refusalOf(rejection);
  await recordFailure(step, instance, wait, { message: rejection.message, retriesLeft: 0, retryAfterMs: null }, claimed);
}

/** Stores a failed attempt: the job waits for its next one, or, with none left, becomes an incident. */
export async function recordFailure(
  step: TreeStep,
  instance: TreeInstance,
  wait: JobWait,
  failure: { readonly message: string; readonly retriesLeft: number; readonly retryAfterMs: number | null },
  claimed: Pick<ClaimedAttempt, 'failures'> | null,
): Promise<void> {
  const failures = (claimed?.failures ?? 0) + 1;
  const pauseMs = failure.retryAfterMs ?? backOffMs(wait.retryBackoff, failures);
  step.jobFailures.set(globalId(instance.id, wait.id), {
    dueAt: new Date(Date.parse(step.now) + pauseMs).toISOString(),
    attempts: claimed === null ? 1 : 0,
    failures: 1,
    message: failure.message,
  });
  await step.demand(instance, { kind: 'failJob', jobId: wait.id, retriesLeft: Math.max(0, failure.retriesLeft), message: failure.message });
}

function performedWork(instance: TreeInstance, wait: JobWait, outcome: JobOutcome): PerformedWork {
  return {
    instanceId: instance.id,
    elementId: wait.elementId,
    elementName: nodeOf(instance, wait)?.name ?? null,
    work: wait.work === 'script' ? 'script' : wait.jobType,
    outcome: outcome.kind,
    output: outcome.kind === 'completed' ? outcome.variables : {},
    errorCode: outcome.kind === 'error' ? outcome.code : null,
    message: outcome.kind === 'completed' ? null : outcome.message,
  };
}
