import type { ElementId } from '../../../model/index.ts';
import type { CommandProblem } from '../../../model/index.ts';
import type { MigrationContext, MigrationRule } from '../context.ts';
import { problem } from '../context.ts';

/** Source ids that must not share a place, in groups: flows with tokens, and the events of one element instance. */
function groups({ state }: MigrationContext): ReadonlyMap<string, ReadonlySet<ElementId>> {
  const found = new Map<string, Set<ElementId>>();
  const add = (group: string, id: ElementId): void => {
    found.set(group, (found.get(group) ?? new Set()).add(id));
  };
  for (const token of Object.values(state.tokens)) add(`flow ${token.scopeId}`, token.flowId);
  for (const wait of Object.values(state.waits)) add(`event ${wait.elementInstanceId}`, wait.elementId);
  return found;
}

/** Two flows with tokens, or two events of one activity, scope or gateway that wait, cannot become one: a token or a wait would be lost. */
export const mappedTwice: MigrationRule = (context) => {
  const problems = new Map<ElementId, CommandProblem>();
  for (const ids of groups(context).values()) {
    const taken = new Map<ElementId, ElementId>();
    for (const id of ids) {
      const place = context.mapping.get(id);
      const first = place === undefined ? undefined : taken.get(place);
      if (place !== undefined && first !== undefined)
        problems.set(
          id,
          problem('MAPPED_TWICE', id, `Expected a place of its own for "${id}", but "${place}" takes the place of "${first}" already.`),
        );
      else if (place !== undefined) taken.set(place, id);
    }
  }
  return [...problems.values()];
};
