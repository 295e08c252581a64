import { asElementId } from '../../../model/index.ts';
import type { ProcessDefinition } from '../../../model/index.ts';
import type { MigrationRule } from '../context.ts';
import { problem } from '../context.ts';

const has = (definition: ProcessDefinition, id: string): boolean =>
  definition.nodes[id] !== undefined || definition.flows[id] !== undefined;

/** What the command names must exist: the element in the definition that is left, its new place in the other. */
export const knownElements: MigrationRule = ({ source, target, overrides }) =>
  Object.entries(overrides).flatMap(([id, place]) => {
    if (!has(source, id))
      return [
        problem('UNKNOWN_ELEMENT', asElementId(id), `Expected an element of process "${source.processId}" to map, but "${id}" is none.`),
      ];
    if (place === null || has(target, place)) return [];
    return [
      problem(
        'UNKNOWN_TARGET',
        asElementId(id),
        `Expected an element of process "${target.processId}" to take the place of "${id}", but "${place}" is none.`,
      ),
    ];
  });
