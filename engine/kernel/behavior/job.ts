import type { Activity, EndEvent, IntermediateThrowEvent, JobDefinition, JsonObject } from '../../model/index.ts';
import type { ElementInstance, Wait } from '../../state/index.ts';
import type { Step } from '../step.ts';
import { activate } from './enter-element.ts';
import { evaluateInteger, evaluateText } from './evaluate.ts';
import { openWait } from './waits.ts';

export type JobWait = Extract<Wait, { kind: 'job' }>;
const NO_HEADERS: Readonly<Record<string, string>> = {};
/** Attempts of work that the engine itself runs (scripts, decisions) when the diagram says nothing. */
const DEFAULT_RETRIES = 3;

/** What a job works on: the variables made by the input mappings when there are any, else everything visible. */
export function jobInput(step: Step, node: Activity | EndEvent | IntermediateThrowEvent, instance: ElementInstance): JsonObject {
  if (node.inputMappings.length === 0) return step.visible(instance.id);
  return step.draft.variables[instance.id] ?? {};
}

interface Work {
  readonly work: JobWait['work'];
  readonly jobType: string;
  readonly retriesLeft: number;
  readonly retryBackoff: string | null;
  readonly headers: Readonly<Record<string, string>>;
}

function openWork(step: Step, node: Activity | EndEvent | IntermediateThrowEvent, instance: ElementInstance, work: Work): void {
  activate(step, instance);
  const wait = openWait(step, { kind: 'job', elementInstanceId: instance.id, elementId: node.id, ...work });
  step.perform({ kind: 'performJob', jobId: wait.id, input: jobInput(step, node, instance) });
}

/** Opens the job of an element with a task definition and asks for its performance. */
export function openJob(
  step: Step,
  node: Activity | EndEvent | IntermediateThrowEvent,
  instance: ElementInstance,
  job: JobDefinition,
): void {
  const jobType = evaluateText(step, job.type, instance.id, 'the job type');
  const retriesLeft = evaluateInteger(step, job.retries, instance.id, 'the number of attempts');
  openWork(step, node, instance, { work: 'operation', jobType, retriesLeft, retryBackoff: job.retryBackoff, headers: job.headers });
}

/** Opens work that the engine itself runs: `jobType` is the script language or the decision id. */
export function openEngineWork(step: Step, node: Activity, instance: ElementInstance, work: 'script' | 'decision', jobType: string): void {
  openWork(step, node, instance, { work, jobType, retriesLeft: DEFAULT_RETRIES, retryBackoff: null, headers: NO_HEADERS });
}

/** Waits for somebody to say that the work is done: plain BPMN without a task definition. A job of type "" that nobody performs. */
export function openUntypedJob(step: Step, node: Activity, instance: ElementInstance): void {
  activate(step, instance);
  openWait(step, {
    kind: 'job',
    elementInstanceId: instance.id,
    elementId: node.id,
    work: 'operation',
    jobType: '',
    headers: NO_HEADERS,
    retriesLeft: DEFAULT_RETRIES,
    retryBackoff: null,
  });
}
