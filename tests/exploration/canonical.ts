import type { JsonValue } from '../../engine/model/index.ts';
import type { InstanceState, Wait } from '../../engine/state/index.ts';

/** Replaces ids by what they stand for, so that two states that differ only in the order in which ids were given out are one. */
function named(value: JsonValue, names: ReadonlyMap<string, string>): JsonValue {
  if (typeof value === 'string') return names.get(value) ?? value;
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((each: JsonValue) => named(each, names));
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, named(each, names)]));
}

const waitText = (wait: Wait): string => {
  const { id: _id, elementInstanceId: _owner, ...rest } = wait;
  return JSON.stringify(rest);
};

/** A text that is the same for two states of an instance exactly when the same can happen to both from now on. */
export function canonical(state: InstanceState, counts: Readonly<Record<string, number>>): string {
  const names = new Map<string, string>();
  for (const instance of Object.values(state.elementInstances)) names.set(instance.id, `at ${instance.elementId} ${instance.loopIndex}`);
  for (const entry of state.compensations) {
    names.set(entry.id, `undo ${entry.elementId}`);
    names.set(entry.elementInstanceId, `done ${entry.elementId}`);
  }
  const describe = (id: string): string => {
    const instance = state.elementInstances[id];
    if (instance === undefined) return '';
    const { elementId, status, isLoopBody, loopIndex } = instance;
    const waits = Object.values(state.waits).filter((wait) => wait.elementInstanceId === id);
    const tokens = Object.values(state.tokens).filter((token) => token.scopeId === id);
    const incidents = Object.values(state.incidents).filter((incident) => incident.elementInstanceId === id);
    const children = Object.values(state.elementInstances).filter((child) => child.scopeId === id);
    return JSON.stringify([
      [elementId, status, isLoopBody, loopIndex, named(instance.data, names), state.variables[id] ?? null],
      waits.map(waitText).toSorted(),
      tokens.map((token) => token.flowId).toSorted(),
      incidents.map((incident) => incident.code).toSorted(),
      // The queue is in the order of ids, so what is still to be worked off keeps its order.
      children.filter((child) => child.status === 'entering').map((child) => child.elementId),
      children.map((child) => describe(child.id)).toSorted(),
    ]);
  };
  const entries = state.compensations.map((entry) => [entry.elementId, entry.handlerId, names.get(entry.scopeId) ?? '', entry.variables]);
  const sorted = Object.entries(counts).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify([state.status, describe('1'), entries, sorted]);
}
