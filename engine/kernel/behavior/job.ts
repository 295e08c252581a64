import { isJobPriority, JOB_PRIORITY_RANGE } from '../../model/index.ts';
import type {
  Activity,
  EndEvent,
  Expression,
  FlowNode,
  IntermediateThrowEvent,
  JobDefinition,
  JsonObject,
  ProcessDefinition,
} from '../../model/index.ts';
import type { ElementInstance, Wait } from '../../state/index.ts';
import type { Step } from '../step.ts';
import { activate } from './enter-element.ts';
import { evaluateInteger, evaluateText, failExpression } from './evaluate.ts';
import type { WaitPlan } from './waits.ts';
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

/** What a node, or else its process, says about the priority of its jobs. */
export const jobPriorityOf = (definition: ProcessDefinition, node: FlowNode): Expression | undefined =>
  node.jobPriority ?? definition.jobPriority;

/** The priority of a job about to be opened; undefined when the diagram says nothing about it. */
export function evaluateJobPriority(step: Step, node: FlowNode, instance: ElementInstance): number | undefined {
  const expression = jobPriorityOf(step.definition, node);
  if (expression === undefined) return undefined;
  const what = 'the job priority';
  const priority = evaluateInteger(step, expression, instance.id, what);
  if (!isJobPriority(priority)) return failExpression(expression, what, JOB_PRIORITY_RANGE, String(priority));
  return priority + 0; // Never -0, which comes back from JSON as 0.
}

function openJobWait(step: Step, node: FlowNode, instance: ElementInstance, work: Work): Wait {
  const priority = evaluateJobPriority(step, node, instance);
  activate(step, instance);
  const plan: WaitPlan = { kind: 'job', elementInstanceId: instance.id, elementId: node.id, ...work };
  return openWait(step, priority === undefined ? plan : { ...plan, priority });
}

function openWork(step: Step, node: Activity | EndEvent | IntermediateThrowEvent, instance: ElementInstance, work: Work): void {
  const wait = openJobWait(step, node, instance, work);
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
  openJobWait(step, node, instance, {
    work: 'operation',
    jobType: '',
    headers: NO_HEADERS,
    retriesLeft: DEFAULT_RETRIES,
    retryBackoff: null,
  });
}
