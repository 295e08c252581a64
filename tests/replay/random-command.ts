import type { Command } from '../../engine/kernel/index.ts';
import { ROOT_SCOPE_ID, asInstanceId } from '../../engine/model/index.ts';
import type { InstanceState, Wait } from '../../engine/state/index.ts';

/** Values of the counter `n` that the conditions of random processes look at: odd, even, multiples of three. */
const counterOf = (choice: number): number => (choice % 3 === 0 ? choice * 3 : Math.floor(choice / 2));

function commandForCall(wait: Extract<Wait, { kind: 'calledInstance' }>, choice: number): Command {
  if (wait.calledInstanceId === null && choice % 3 === 0) {
    return { kind: 'calledInstanceStarted', waitId: wait.id, calledInstanceId: asInstanceId(`called-${wait.id}`) };
  }
  const variables = { n: counterOf(choice) };
  if (choice % 13 === 1) return { kind: 'calledInstanceEscalated', waitId: wait.id, escalationCode: 'L', variables };
  if (choice % 13 === 2) return { kind: 'calledInstanceEnded', waitId: wait.id, outcome: { kind: 'terminated' } };
  if (choice % 13 === 3) return { kind: 'calledInstanceEnded', waitId: wait.id, outcome: { kind: 'notFound', message: 'gone' } };
  if (choice % 13 === 4)
    return { kind: 'calledInstanceEnded', waitId: wait.id, outcome: { kind: 'error', errorCode: 'X', message: '', variables } };
  return { kind: 'calledInstanceEnded', waitId: wait.id, outcome: { kind: 'completed', variables } };
}

/** The command that ends a wait; sometimes an error, an escalation or a failed attempt instead. */
export function commandFor(wait: Wait, choice: number): Command {
  const variables = { n: counterOf(choice) };
  switch (wait.kind) {
    case 'task':
      if (choice % 11 === 0) return { kind: 'throwError', waitId: wait.id, errorCode: 'X', message: '', variables: {} };
      if (choice % 11 === 1) return { kind: 'throwEscalation', waitId: wait.id, escalationCode: 'L', variables };
      if (choice % 11 === 2) return { kind: 'assignTask', taskId: wait.id, assignee: 'ada' };
      return { kind: 'completeTask', taskId: wait.id, variables };
    case 'job':
      if (choice % 7 === 0) return { kind: 'failJob', jobId: wait.id, retriesLeft: choice % 2, message: 'failed' };
      if (choice % 11 === 0) return { kind: 'throwError', waitId: wait.id, errorCode: 'X', message: 'broken', variables: {} };
      if (choice % 11 === 1) return { kind: 'throwEscalation', waitId: wait.id, escalationCode: 'L', variables: {} };
      return { kind: 'completeJob', jobId: wait.id, variables: { done: choice } };
    case 'timer':
      return { kind: 'fireTimer', timerId: wait.id };
    case 'message':
      return { kind: 'deliverMessage', subscriptionId: wait.id, variables };
    case 'signal':
      return { kind: 'deliverSignal', subscriptionId: wait.id, variables };
    case 'condition':
      return { kind: 'setVariables', scopeId: ROOT_SCOPE_ID, variables: { ...variables, k: choice } };
    case 'calledInstance':
      return commandForCall(wait, choice);
  }
}

/** True while something was entered that the step budget of a command has left over. */
export function hasPendingWork(state: InstanceState): boolean {
  const resting = new Set<string>(Object.values(state.incidents).map((incident) => incident.elementInstanceId));
  return Object.values(state.elementInstances).some((instance) => instance.status === 'entering' && !resting.has(instance.id));
}

function commandForIncident(state: InstanceState, choice: number): Command | null {
  const incidents = Object.values(state.incidents);
  const incident = incidents[choice % Math.max(1, incidents.length)];
  if (incident === undefined) return null;
  if (choice % 2 === 0) return { kind: 'resolveIncident', incidentId: incident.id, retries: 1 };
  return { kind: 'setVariables', scopeId: ROOT_SCOPE_ID, variables: { n: counterOf(choice) } };
}

/**
 * A command that brings the instance nearer to its end: work that was left over, an incident, a wait. Events that can come again and
 * again (their ids begin with S and B) are left alone most of the time, and always once `isCalm`, else nothing would ever end.
 */
export function commandTowardsEnd(state: InstanceState, isPending: boolean, choice: number, isCalm: boolean): Command | null {
  if (isPending && (isCalm || choice % 4 !== 0)) return { kind: 'continue' };
  const incident = commandForIncident(state, choice);
  if (incident !== null && choice % 3 !== 0) return incident;
  const waits = Object.values(state.waits);
  const rare = waits.filter((wait) => !/^[SB]/.test(wait.elementId));
  const pool = rare.length > 0 && (isCalm || choice % 5 !== 0) ? rare : waits;
  const wait = pool[choice % Math.max(1, pool.length)];
  if (wait !== undefined) return commandFor(wait, choice);
  if (incident !== null) return incident;
  return isPending ? { kind: 'continue' } : null;
}

/** Any command that the instance may get, now and then its cancellation; null when there is none. */
export function anyCommand(state: InstanceState, isPending: boolean, choice: number): Command | null {
  if (choice % 101 === 100) return { kind: 'cancel' };
  const scopes = Object.values(state.elementInstances);
  const scope = scopes[choice % Math.max(1, scopes.length)];
  if (choice % 19 === 0 && scope !== undefined) return { kind: 'setVariables', scopeId: scope.id, variables: { n: counterOf(choice) } };
  if (isPending && choice % 3 !== 0) return { kind: 'continue' };
  const incident = commandForIncident(state, choice);
  const waits = Object.values(state.waits);
  const wait = waits[choice % Math.max(1, waits.length)];
  if (incident !== null && (wait === undefined || choice % 4 === 0)) return incident;
  if (wait !== undefined) return commandFor(wait, choice);
  return isPending ? { kind: 'continue' } : null;
}
