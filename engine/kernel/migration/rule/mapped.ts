import type { MigrationRule } from '../context.ts';
import { problem } from '../context.ts';

/** Every active element needs a place in the other definition. */
export const mapped: MigrationRule = ({ source, target, overrides, active }) =>
  active.flatMap((element) => {
    const { id, kind } = element.source;
    if (element.target !== null || (overrides[id] ?? null) !== null) return [];
    const same = target.nodes[id];
    const found =
      same === undefined || Object.hasOwn(overrides, id)
        ? `"${target.processId}" has none`
        : `the element of that id there is a ${same.kind}`;
    return [
      problem(
        'UNMAPPED_ELEMENT',
        id,
        `Expected a ${kind} to take the place of "${id}" of "${source.processId}", which is active, but ${found}.`,
      ),
    ];
  });
