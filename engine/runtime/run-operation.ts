import type { JsonObject } from '../model/index.ts';
import { TransactionConflictError, type StoredOperation } from '../port/instance-store.ts';
import { BusinessError, type Operation, type OperationContext } from '../port/module-contract.ts';
import type { OutboxWrite } from '../port/step-write.ts';
import { hashOf } from './canonical-json.ts';
import { findJsonProblem, toJsonObject } from './json-check.ts';
import type { JobOutcome, JobWait } from './job-outcome.ts';
import type { TreeInstance, TreeStep } from './tree-step.ts';

/**
 * Runs a module's operation in a savepoint of the step. Its effect, its row in the log of operations and the token's move commit
 * together. A key that is already in the log is not run again: its stored result counts, or, for another request, it is refused.
 * An operation that asked the database for nothing and sends nothing outside has no effect to be guarded: its result is in the journal alone.
 */
export async function runOperation(
  step: TreeStep,
  instance: TreeInstance,
  wait: JobWait,
  input: JsonObject,
  claimed: { readonly operation: StoredOperation | null } | null,
): Promise<JobOutcome> {
  const operation = step.parts.operations.get(wait.jobType);
  if (operation === undefined) return failed(`Expected an operation "${wait.jobType}", but no module has it.`, true);
  const parsed = operation.input.safeParse(input);
  if (!parsed.success)
    return failed(
      `Expected the input of ${operation.topic}, but ${parsed.error.issues.map((issue) => `${issue.path.join('.') || 'input'}: ${issue.message}`).join('; ')}`,
      true,
    );
  const key = `${instance.id}:${wait.elementInstanceId}`;
  // Of a claimed job it was read together with its row, under the same lock.
  const stored =
    claimed !== null ? claimed.operation : mayHaveRun(step, instance, wait, key) ? await step.transaction.operationResult(key) : null;
  if (stored !== null) return storedOutcome(key, stored, requestHashOf(operation, parsed.data));
  const outbox: OutboxWrite[] = [];
  let begunMs = performance.now();
  try {
    const { result, hasAsked } = await step.transaction.operation(
      operation.topic,
      () => {
        // It may have waited for its turn.
        begunMs = performance.now();
        return operation.run(contextOf(step, instance, key, outbox), parsed.data);
      },
      (output) => checkOutput(operation, output),
    );
    step.parts.meter.operationRun(operation.topic, 'completed', (performance.now() - begunMs) / 1_000);
    if (hasAsked || outbox.length > 0)
      step.operations.push({
        key,
        topic: operation.topic,
        instanceId: instance.id,
        requestHash: requestHashOf(operation, parsed.data),
        result,
        at: step.now,
      });
    step.outbox.push(...outbox);
    step.parts.failpoints.reach('after-effect');
    return { kind: 'completed', variables: result };
  } catch (error) {
    // The whole transaction runs again, or the connection is gone: nothing can be recorded in it.
    if (error instanceof TransactionConflictError || step.transaction.isAborted(error)) throw error;
    const end = error instanceof BusinessError ? 'refused' : 'failed';
    step.parts.meter.operationRun(operation.topic, end, (performance.now() - begunMs) / 1_000);
    return outcomeOfError(operation, error);
  }
}

/** An element visited for the first time in this very step cannot have an entry. */
function mayHaveRun(step: TreeStep, instance: TreeInstance, wait: JobWait, key: string): boolean {
  const isNew = instance.before?.state.elementInstances[wait.elementInstanceId] === undefined;
  return !isNew || step.operations.some((operation) => operation.key === key);
}

const requestHashOf = ({ topic }: Operation, input: unknown): string => hashOf(topic, toJsonObject(input) ?? {});

function storedOutcome(key: string, stored: StoredOperation, requestHash: string): JobOutcome {
  if (stored.requestHash === requestHash) return { kind: 'completed', variables: stored.result };
  return failed(`KEY_REUSED: Expected operation ${key} to be asked for the same as before, but its input differs.`, true);
}

function contextOf(step: TreeStep, instance: TreeInstance, idempotencyKey: string, outbox: OutboxWrite[]): OperationContext {
  return {
    sql: step.transaction.sql,
    idempotencyKey,
    processInstanceId: instance.id,
    businessKey: instance.state.businessKey,
    actor: step.actor,
    now: step.now,
    sendOutside: ({ kind, dedupeKey, payload }) => {
      outbox.push({ kind, dedupeKey, payload, instanceId: instance.id, at: step.now });
      return Promise.resolve();
    },
  };
}

function checkOutput(operation: Operation, output: object): JsonObject {
  const parsed = operation.output.safeParse(output);
  if (!parsed.success)
    throw new Error(
      `Expected the output of ${operation.topic} as declared, but ${parsed.error.issues.map((issue) => `${issue.path.join('.') || 'output'}: ${issue.message}`).join('; ')}`,
    );
  const json = toJsonObject(parsed.data);
  const problem = json === null ? `Expected an object from ${operation.topic}, but found none.` : findJsonProblem(json, 'output');
  if (json === null || problem !== null) throw new Error(problem ?? undefined);
  return json;
}

function outcomeOfError(operation: Operation, error: unknown): JobOutcome {
  if (error instanceof BusinessError) return { kind: 'error', code: error.code, message: error.message, variables: error.details };
  return failed(`${operation.topic}: ${error instanceof Error ? error.message : String(error)}`, false);
}

const failed = (message: string, final: boolean): JobOutcome => ({ kind: 'failed', message, final });
