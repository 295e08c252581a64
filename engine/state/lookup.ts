import type { ElementInstanceId, JsonObject, JsonValue } from '../model/index.ts';
import { ROOT_SCOPE_ID } from '../model/index.ts';
import type { ElementInstance, InstanceState, Wait, WaitingToken } from './instance-state.ts';

const NO_VARIABLES: JsonObject = {};

/** The element instance with this id. Fails when there is none: callers know that it exists. */
export function elementInstance(state: InstanceState, id: string): ElementInstance {
  const instance = state.elementInstances[id];
  if (instance === undefined) throw new Error(`Expected element instance ${id} in ${state.instanceId}, but found none.`);
  return instance;
}

/** Element instances directly inside a scope, oldest first. */
export function childrenOfScope(state: InstanceState, scopeId: ElementInstanceId): readonly ElementInstance[] {
  return Object.values(state.elementInstances).filter((instance) => instance.scopeId === scopeId);
}

/** Tokens that rest on flows directly inside a scope, oldest first. */
export function tokensOfScope(state: InstanceState, scopeId: ElementInstanceId): readonly WaitingToken[] {
  return Object.values(state.tokens).filter((token) => token.scopeId === scopeId);
}

/** What an element instance waits for, oldest first. */
export function waitsOfElementInstance(state: InstanceState, elementInstanceId: ElementInstanceId): readonly Wait[] {
  return Object.values(state.waits).filter((wait) => wait.elementInstanceId === elementInstanceId);
}

/** The scope itself and the scopes around it, innermost first; ends with the process. */
export function scopeChain(state: InstanceState, scopeId: ElementInstanceId): readonly ElementInstanceId[] {
  const chain: ElementInstanceId[] = [];
  let id: ElementInstanceId | null = scopeId;
  while (id !== null) {
    chain.push(id);
    id = state.elementInstances[id]?.scopeId ?? null;
  }
  return chain;
}

/** What is seen from a scope when at most one at or around it has variables: that very object. Null when several have. */
export function soleVariables(state: InstanceState, scopeId: ElementInstanceId): JsonObject | null {
  let sole: JsonObject | null = null;
  for (let id: ElementInstanceId | null = scopeId; id !== null; id = state.elementInstances[id]?.scopeId ?? null) {
    const own = state.variables[id];
    if (own === undefined) continue;
    if (sole !== null) return null;
    sole = own;
  }
  return sole ?? NO_VARIABLES;
}

/**
 * All variables that can be seen from a scope: its own, then those of the scopes around it; an inner one hides an outer one of the
 * same name.
 */
export function visibleVariables(state: InstanceState, scopeId: ElementInstanceId): JsonObject {
  const sole = soleVariables(state, scopeId);
  if (sole !== null) return sole;
  const owners = scopeChain(state, scopeId).filter((id) => state.variables[id] !== undefined);
  return Object.assign({}, ...owners.toReversed().map((id) => state.variables[id])) as JsonObject; // Object.assign of several sources is typed any.
}

/** The scope, at or around `scopeId`, that owns a variable of this name; the process when none does. */
export function ownerOfVariable(state: InstanceState, scopeId: ElementInstanceId, name: string): ElementInstanceId {
  let id: ElementInstanceId | null = scopeId;
  while (id !== null) {
    const own: Readonly<Record<string, JsonValue>> | undefined = state.variables[id];
    if (own !== undefined && Object.hasOwn(own, name)) return id;
    id = state.elementInstances[id]?.scopeId ?? null;
  }
  return ROOT_SCOPE_ID;
}
