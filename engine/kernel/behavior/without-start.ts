import type { ElementId, JsonObject } from '../../model/index.ts';
import type { ElementInstance } from '../../state/index.ts';

/** Data of a scope that a modification enters without its start: `first` is the element inside it that gets a token instead. */
export const withoutStart = (first: ElementId): JsonObject => ({ withoutStart: first });

/** The element that gets a token in place of the start of this scope; null for a scope that begins as the diagram says. */
export function firstInstead(instance: ElementInstance): string | null {
  const first = instance.data['withoutStart'];
  return typeof first === 'string' ? first : null;
}
