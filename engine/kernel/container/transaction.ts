import type { Transaction } from '../../model/index.ts';
import type { ElementHandler } from '../element-handler.ts';
import { transactionCancelled } from '../behavior/cancel-transaction.ts';
import { completeElement } from '../behavior/complete-element.ts';
import { restoredScopeId } from '../behavior/restore-scope.ts';
import { enterSubProcess } from './sub-process.ts';

/**
 * Transaction sub-process (BPMN 2.0.2, 10.3.5 and 13.5.5): an embedded sub-process that a cancel end event inside it undoes. It is about
 * business steps and their compensation; no transaction protocol of the outside world is spoken.
 */
export const transaction: ElementHandler<Transaction> = {
  enter: enterSubProcess,
  contentEnded(step, _node, instance) {
    completeElement(step, instance);
  },
  compensationEnded(step, _node, instance) {
    if (restoredScopeId(instance) === null) transactionCancelled(step, instance);
    else completeElement(step, instance);
  },
};
