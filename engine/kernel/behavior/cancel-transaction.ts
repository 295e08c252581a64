import type { BoundaryEvent } from '../../model/index.ts';
import type { ElementInstance } from '../../state/index.ts';
import type { Step } from '../step.ts';
import { boundaryEventsOf, triggerBoundaryEvent } from './boundary-events.ts';
import { compensate, keepCompleted } from './compensation.ts';
import { interruptScope } from './event-sub-processes.ts';
import { cancelElement } from './leave-element.ts';
import { endContentIfEmpty } from './scope-content.ts';
import { closeWaitsOf } from './waits.ts';

/** The nearest transaction around an element instance; null outside any. */
function enclosingTransaction(step: Step, instance: ElementInstance): ElementInstance | null {
  for (let id = instance.scopeId; id !== null; id = step.instance(id).scopeId) {
    const scope = step.instance(id);
    if (!scope.isLoopBody && step.definition.nodes[scope.elementId]?.kind === 'transaction') return scope;
  }
  return null;
}

/**
 * Cancels the transaction around `source` (BPMN 2.0.2, 10.3.5 and 13.5.5): what is active in it is terminated, what has completed in it is
 * compensated in reverse order, also inside sub-processes and loops that had not completed themselves, and then `transactionCancelled`
 * leaves by the cancel boundary event.
 */
export function cancelTransaction(step: Step, source: ElementInstance): void {
  const transaction = enclosingTransaction(step, source);
  if (transaction === null) throw new Error(`Expected a transaction around "${source.elementId}", but found none.`);
  keepCompleted(step, transaction.id);
  interruptScope(step, transaction);
  closeWaitsOf(step, transaction.id, 'cancelled');
  const entries = step.draft.compensations.filter((entry) => entry.scopeId === transaction.id);
  if (!compensate(step, transaction.id, entries, transaction.id)) transactionCancelled(step, step.instance(transaction.id));
}

function cancelBoundaryOf(step: Step, host: ElementInstance): BoundaryEvent | null {
  const node = step.node(host.elementId);
  if (!('boundaryEventIds' in node)) return null;
  return boundaryEventsOf(step, node).find((event) => event.definitions.some(({ kind }) => kind === 'cancel')) ?? null;
}

/** Everything in a cancelled transaction is compensated: its cancel boundary event begins; without one the token is consumed. */
export function transactionCancelled(step: Step, transaction: ElementInstance): void {
  const host = transaction.loopIndex === null || transaction.scopeId === null ? transaction : step.instance(transaction.scopeId);
  const event = cancelBoundaryOf(step, host);
  const scopeId = host.scopeId ?? host.id;
  if (event === null) {
    cancelElement(step, host);
    endContentIfEmpty(step, scopeId);
    return;
  }
  step.emit({ kind: 'eventCaught', elementId: event.id, elementInstanceId: host.id, event: 'cancel', code: null });
  triggerBoundaryEvent(step, host, event, {});
}
