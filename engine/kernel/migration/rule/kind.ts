import { asElementId } from '../../../model/index.ts';
import type { ElementId, ProcessDefinition } from '../../../model/index.ts';
import type { MigrationRule } from '../context.ts';
import { problem } from '../context.ts';

const kindOf = (definition: ProcessDefinition, id: string): string | null =>
  definition.nodes[id]?.kind ?? (definition.flows[id] === undefined ? null : 'sequenceFlow');

/** An element goes on as one of the same kind only: its handler would not know the state that another kind has left. */
export const kind: MigrationRule = ({ source, target, overrides, mapping, active }) => {
  const ids = new Set<ElementId>([...Object.keys(overrides).map(asElementId), ...active.map((element) => element.source.id)]);
  return [...ids].flatMap((id) => {
    const place = mapping.get(id);
    const [before, after] = [kindOf(source, id), place === undefined ? null : kindOf(target, place)];
    if (before === null || after === null || before === after) return [];
    return [problem('KIND_CHANGED', id, `Expected a ${before} to take the place of "${id}", but "${place}" is a ${after}.`)];
  });
};
