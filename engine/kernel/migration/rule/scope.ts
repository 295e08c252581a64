import type { MigrationRule } from '../context.ts';
import { problem } from '../context.ts';

/** A token stays in its scope: an active element goes on inside the element that takes the place of its sub-process. */
export const scope: MigrationRule = ({ mapping, active }) =>
  active.flatMap(({ source, target }) => {
    const place = mapping.get(source.scopeId);
    if (target === null || place === undefined || target.scopeId === place) return [];
    return [
      problem(
        'SCOPE_CHANGED',
        source.id,
        `Expected "${target.id}" to be directly inside "${place}" as before, but it is inside "${target.scopeId}".`,
      ),
    ];
  });
