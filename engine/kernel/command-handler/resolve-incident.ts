import { ROOT_SCOPE_ID } from '../../model/index.ts';
import type { ElementInstance } from '../../state/index.ts';
import { startCalledInstance } from '../behavior/called-instance.ts';
import { completeElement } from '../behavior/complete-element.ts';
import { jobInput } from '../behavior/job.ts';
import { contentChanged } from '../behavior/scope-content.ts';
import { beginProcess } from '../container/process.ts';
import type { Step } from '../step.ts';
import { enterInstance } from '../work-queue.ts';
import type { CommandHandler } from './command-handler.ts';
import { notFound } from './command-handler.ts';

/** Tries a job again with new attempts. */
function retryJob(step: Step, instance: ElementInstance, jobId: string, retries: number): void {
  const wait = step.draft.waits[jobId];
  const node = step.node(instance.elementId);
  if (wait?.kind !== 'job') return;
  step.emit({ kind: 'waitChanged', wait: { ...wait, retriesLeft: Math.max(1, retries) } });
  const performs = 'boundaryEventIds' in node || node.kind === 'endEvent' || node.kind === 'intermediateThrowEvent';
  if (performs && wait.jobType !== '') step.perform({ kind: 'performJob', jobId, input: jobInput(step, node, instance) });
}

/** Calls the process again when the call is open without a called instance. */
function retryCall(step: Step, instance: ElementInstance): void {
  const node = step.node(instance.elementId);
  if (node.kind !== 'callActivity') return;
  const wait = step.waitsOf(instance.id).find((candidate) => candidate.kind === 'calledInstance');
  if (wait?.kind === 'calledInstance' && wait.calledInstanceId === null) startCalledInstance(step, node, instance, wait);
}

/** Does again what the incident stopped: entering, leaving, the call, or nothing but looking at the conditions again. */
function retryStep(step: Step, instance: ElementInstance): void {
  switch (instance.status) {
    case 'entering':
      if (instance.id === ROOT_SCOPE_ID) beginProcess(step, instance);
      else enterInstance(step, instance);
      return;
    case 'completing':
      completeElement(step, instance);
      return;
    case 'active':
      retryCall(step, instance);
      contentChanged(step, instance.id, null);
      step.changedScopes.add(instance.scopeId ?? instance.id);
      return;
    case 'cancelling':
      return;
  }
}

/** Somebody has mended the cause of an incident: the step that failed is tried again. */
export const resolveIncidentCommand: CommandHandler<'resolveIncident'> = (step, command) => {
  const incident = step.draft.incidents[command.incidentId];
  if (incident === undefined) return notFound('an open incident', command.incidentId);
  const instance = step.instance(incident.elementInstanceId);
  step.emit({ kind: 'incidentResolved', incidentId: incident.id });
  if (incident.jobId === null) retryStep(step, instance);
  else retryJob(step, instance, incident.jobId, command.retries);
  return null;
};
