import type { FlowNode, JsonObject } from '../model/index.ts';
import type { Wait } from '../state/index.ts';
import type { Stub } from './scenario.ts';
import type { SimulatedInstance, WorkResult, World } from './world.ts';

type Job = Extract<Wait, { readonly kind: 'job' }>;

/** Attempts of one job in one scenario. */
const MAX_ATTEMPTS = 100;

/** Does the work of an open job: by its stub, as a script, or as a decision. Without any of them the job stays open and waits. */
export async function performJob(world: World, instance: SimulatedInstance, jobId: string, input: JsonObject): Promise<void> {
  for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt += 1) {
    const job = instance.state.waits[jobId];
    if (job?.kind !== 'job' || job.retriesLeft <= 0) return;
    const stub = await workOf(world, instance, job, input);
    if (stub === null) return;
    await answer(world, instance, job, stub);
    if (stub.kind !== 'failure') return;
  }
}

async function answer(world: World, instance: SimulatedInstance, job: Job, stub: Stub): Promise<void> {
  switch (stub.kind) {
    case 'output':
      await world.demand(instance, { kind: 'completeJob', jobId: job.id, variables: stub.output });
      return;
    case 'error':
      await world.demand(instance, {
        kind: 'throwError',
        waitId: job.id,
        errorCode: stub.code,
        message: stub.message,
        variables: stub.variables,
      });
      return;
    case 'failure':
      await world.demand(instance, {
        kind: 'failJob',
        jobId: job.id,
        retriesLeft: job.work === 'operation' ? job.retriesLeft - 1 : 0,
        message: stub.message,
      });
  }
}

async function workOf(world: World, instance: SimulatedInstance, job: Job, input: JsonObject): Promise<Stub | null> {
  const node = instance.definition.nodes[job.elementId];
  switch (job.work) {
    case 'operation':
      return world.nextStub(job.jobType);
    case 'script':
      return runScript(world, node, input);
    case 'decision':
      return decide(world, node, job, input);
  }
}

async function runScript(world: World, node: FlowNode | undefined, input: JsonObject): Promise<Stub> {
  if (node?.kind !== 'scriptTask' || node.script === null)
    return { kind: 'failure', message: 'Expected a script task with a script, but found none.' };
  const { language, source } = node.script;
  const result = language === 'feel' ? await feelResult(world, source, input) : await world.parts.runScript(source, input, world.now);
  return stubOf(result, node.resultVariable);
}

async function feelResult(world: World, source: string, input: JsonObject): Promise<WorkResult> {
  const evaluation = await world.parts.evaluate({ kind: 'feel', source }, input, world.now);
  return evaluation.kind === 'value' ? evaluation : { kind: 'failed', message: evaluation.message };
}

/** A stub for the id of the decision stands before the decision itself, so that a scenario can force an answer. */
async function decide(world: World, node: FlowNode | undefined, job: Job, input: JsonObject): Promise<Stub | null> {
  const resultVariable = node?.kind === 'businessRuleTask' ? node.resultVariable : null;
  const forced = world.stubs === 'all' || !Object.hasOwn(world.stubs, job.jobType) ? null : world.nextStub(job.jobType);
  if (forced !== null) return forced;
  const result = await world.parts.evaluateDecision(job.jobType, input, world.now);
  return result === null ? world.nextStub(job.jobType) : stubOf(result, resultVariable);
}

/** A result goes to its variable; without one an object is merged into the variables. */
function stubOf(result: WorkResult, resultVariable: string | null): Stub {
  if (result.kind === 'error') return { kind: 'error', code: result.code, message: result.message, variables: {} };
  if (result.kind === 'failed') return { kind: 'failure', message: result.message };
  const { value } = result;
  if (resultVariable !== null) return { kind: 'output', output: { [resultVariable]: value } };
  if (value === null) return { kind: 'output', output: {} };
  if (typeof value === 'object' && !Array.isArray(value)) return { kind: 'output', output: value as JsonObject }; // Array.isArray does not narrow readonly arrays away.
  return { kind: 'failure', message: `Expected an object or a result variable, but found ${JSON.stringify(value)}.` };
}
