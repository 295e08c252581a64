import type { ElementId, ElementInstanceId, JsonObject } from '../../model/index.ts';
import { asElementInstanceId } from '../../model/index.ts';
import type { ElementInstance } from '../../state/index.ts';
import type { Step } from '../step.ts';

const NO_DATA: JsonObject = {};

/** Where a token comes to, and how. */
export interface Entry {
  readonly elementId: ElementId;
  readonly scopeId: ElementInstanceId;
  readonly viaFlowId?: ElementId;
  /** Position in a loop body; given for the instances of a loop only. */
  readonly loopIndex?: number;
  readonly data?: JsonObject;
}

/** Makes an element instance in status `entering` and puts it at the end of the work queue. An activity with a loop gets its body. */
export function enterElement(step: Step, entry: Entry): ElementInstance {
  const node = step.node(entry.elementId);
  const loopIndex = entry.loopIndex ?? null;
  const instance: ElementInstance = {
    id: asElementInstanceId(step.nextId()),
    elementId: entry.elementId,
    scopeId: entry.scopeId,
    status: 'entering',
    viaFlowId: entry.viaFlowId ?? null,
    isLoopBody: loopIndex === null && 'loop' in node && node.loop !== null,
    loopIndex,
    data: entry.data ?? NO_DATA,
  };
  step.emit({ kind: 'elementEntered', elementInstance: instance });
  step.changedScopes.add(entry.scopeId);
  step.enqueue(instance.id);
  return instance;
}

/** Moves an element instance to `active`: it has been set up and waits, or holds other instances. */
export function activate(step: Step, instance: ElementInstance): void {
  if (instance.status === 'entering') step.emit({ kind: 'elementStatusChanged', elementInstanceId: instance.id, status: 'active' });
}
