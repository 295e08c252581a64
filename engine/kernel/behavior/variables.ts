import type { ElementInstanceId, JsonObject, JsonValue } from '../../model/index.ts';
import { ownerOfVariable } from '../../state/index.ts';
import type { Step } from '../step.ts';
import { noteChanges } from './compensation-chain.ts';

/** Sets variables of one scope; an empty object sets nothing. */
export function setVariables(step: Step, scopeId: ElementInstanceId, variables: JsonObject): void {
  for (const _ in variables) {
    step.emit({ kind: 'variablesSet', scopeId, variables });
    return;
  }
}

/** Names of the variables of a compensation handler that are a picture of those around it, and not its own (`compensation.ts`). */
function picturedAt(step: Step, id: ElementInstanceId): readonly string[] {
  const names = step.find(id)?.data['snapshot'];
  return Array.isArray(names) ? (names as readonly string[]) : []; // Only `compensation.ts` writes this member.
}

/** The scopes in which a variable is set: the nearest one that has it, and where that is a picture also the one that is pictured. */
function scopesToSet(step: Step, fromId: ElementInstanceId, name: string): readonly ElementInstanceId[] {
  const owner = ownerOfVariable(step.draft, fromId, name);
  const around = picturedAt(step, owner).includes(name) ? step.instance(owner).scopeId : null;
  return around === null ? [owner] : [owner, ...scopesToSet(step, around, name)];
}

/**
 * Merges variables upwards: each goes to the nearest scope, at or around `fromId`, that has one of this name, else to the process.
 * This is the rule of the `zeebe:` dialect for the result of a job, a message or an output mapping.
 */
export function propagateVariables(step: Step, fromId: ElementInstanceId, variables: JsonObject): void {
  const byScope = new Map<ElementInstanceId, Record<string, JsonValue>>();
  for (const [name, value] of Object.entries(variables)) {
    for (const scopeId of scopesToSet(step, fromId, name)) {
      const group = byScope.get(scopeId);
      if (group === undefined) byScope.set(scopeId, { [name]: value });
      else group[name] = value;
    }
  }
  for (const [scopeId, group] of byScope) {
    step.emit({ kind: 'variablesSet', scopeId, variables: group });
    noteChanges(
      step,
      scopeId,
      picturedAt(step, scopeId).filter((name) => Object.hasOwn(group, name)),
    );
  }
}
