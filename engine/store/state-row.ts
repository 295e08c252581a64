import type { JsonValue } from '../model/index.ts';
import type { InstanceState } from '../state/index.ts';

/** Row of an instance as it is read: state without variables, and the variables as [scope, name, value]. */
export interface StateRow {
  readonly state: InstanceState;
  readonly flows: Readonly<Record<string, number>>;
  readonly variables: readonly (readonly [string, string, JsonValue])[] | null;
}

/**
 * Puts the variables back into their scopes. The state names every scope, with an empty object each, so that a scope without
 * variables comes back as it was.
 */
export function joinState(row: StateRow): InstanceState {
  const variables: Record<string, Record<string, JsonValue>> = {};
  for (const scopeId of Object.keys(row.state.variables)) variables[scopeId] = {};
  for (const [scopeId, name, value] of row.variables ?? []) {
    const scope = variables[scopeId];
    if (scope !== undefined) scope[name] = value;
  }
  return { ...row.state, variables };
}
