import type { ElementInstanceId, JsonObject, JsonValue } from '../../model/index.ts';
import { ownerOfVariable } from '../../state/index.ts';
import type { Step } from '../step.ts';

/** Sets variables of one scope; an empty object sets nothing. */
export function setVariables(step: Step, scopeId: ElementInstanceId, variables: JsonObject): void {
  for (const _ in variables) {
    step.emit({ kind: 'variablesSet', scopeId, variables });
    return;
  }
}

/**
 * Merges variables upwards: each goes to the nearest scope, at or around `fromId`, that has one of this name, else to the process.
 * This is the rule of the `zeebe:` dialect for the result of a job, a message or an output mapping.
 */
export function propagateVariables(step: Step, fromId: ElementInstanceId, variables: JsonObject): void {
  const byOwner = new Map<ElementInstanceId, Record<string, JsonValue>>();
  for (const [name, value] of Object.entries(variables)) {
    const owner = ownerOfVariable(step.draft, fromId, name);
    const group = byOwner.get(owner);
    if (group === undefined) byOwner.set(owner, { [name]: value });
    else group[name] = value;
  }
  for (const [owner, group] of byOwner) step.emit({ kind: 'variablesSet', scopeId: owner, variables: group });
}
