import type { ElementInstanceId } from '../../model/index.ts';
import { ROOT_SCOPE_ID } from '../../model/index.ts';
import type { ElementInstance } from '../../state/index.ts';
import { continueCompensation } from '../behavior/compensation.ts';
import { abortProcess } from '../behavior/end-process.ts';
import { cancelElement } from '../behavior/leave-element.ts';
import { itemCancelled } from '../container/multi-instance.ts';
import type { Step } from '../step.ts';
import type { Selected } from './select-tokens.ts';

/** What a modification has left behind, to be tidied up when all of its instructions are done. */
export interface Aftermath {
  /** Scopes that have lost a token. */
  readonly scopes: Set<ElementInstanceId>;
  /** Compensation handlers that were cancelled: the compensation goes on without them. */
  readonly handlers: ElementInstance[];
}

function cancelInstance(step: Step, instance: ElementInstance, aftermath: Aftermath): void {
  const body = instance.loopIndex === null || instance.scopeId === null ? null : step.find(instance.scopeId);
  cancelElement(step, instance);
  if (body !== null && body.isLoopBody && body.data['restores'] === undefined) noteItem(step, body);
  if (instance.scopeId !== null) aftermath.scopes.add(instance.scopeId);
  if (instance.data['compensation'] !== undefined) aftermath.handlers.push(instance);
}

function noteItem(step: Step, body: ElementInstance): void {
  const node = step.node(body.elementId);
  if ('loop' in node && node.loop?.kind === 'multiInstance') itemCancelled(step, body);
}

/** Takes a token away, with everything inside its element instance; the scope around it stays until `tidyUp`. */
export function takeToken(step: Step, selected: Selected, aftermath: Aftermath): void {
  if (selected.kind === 'instance') {
    if (step.find(selected.instance.id) !== null) cancelInstance(step, step.instance(selected.instance.id), aftermath);
    return;
  }
  step.emit({ kind: 'tokensRemoved', tokenIds: [selected.token.id] });
  step.changedScopes.add(selected.token.scopeId);
  aftermath.scopes.add(selected.token.scopeId);
}

/** True when nothing is left in a scope that could go on. */
function isDead(step: Step, scope: ElementInstance): boolean {
  return scope.status === 'active' && step.draft.isEmpty(scope.id);
}

/**
 * After the last instruction: compensations go on without their cancelled handlers, and a scope in which the modification has left no
 * token is cancelled as well, up to the process, which then ends as cancelled. Nothing completes because a token was taken away.
 */
export function tidyUp(step: Step, aftermath: Aftermath): void {
  for (const handler of aftermath.handlers) continueCompensation(step, handler);
  aftermath.handlers.length = 0;
  // The set grows while it is walked: a scope that is cancelled may leave its own scope empty.
  for (const scopeId of aftermath.scopes) {
    const scope = step.find(scopeId);
    if (scope === null || !isDead(step, scope)) continue;
    if (scope.id === ROOT_SCOPE_ID) abortProcess(step, 'cancelled', { kind: 'terminated' });
    else {
      cancelInstance(step, scope, aftermath);
      for (const handler of aftermath.handlers.splice(0)) continueCompensation(step, handler);
    }
  }
}
