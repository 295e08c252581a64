import type { FlowNode, JsonObject } from '../../model/index.ts';
import { ElementFailure } from './element-failure.ts';

/** Codes of the incidents of an activity whose data are not available. */
const CODES = { input: 'DATA_INPUT_MISSING', output: 'DATA_OUTPUT_MISSING' } as const;
export const DATA_INPUT_MISSING = CODES.input;

/** Data are available when they have a value: no variable, and null, are none. */
const missingOf = (set: readonly string[], variables: JsonObject): readonly string[] =>
  set.filter((name) => (variables[name] ?? null) === null);

/** True when all that one of the sets requires is there, or nothing is required. */
export const isAvailable = (sets: FlowNode['inputSets'], variables: JsonObject): boolean =>
  sets === undefined || sets.some((set) => missingOf(set, variables).length === 0);

/**
 * An activity begins when one of its input sets is available and ends with one of its output sets (BPMN 2.0.2, 10.4.2 and 13.3.2). When none is, it
 * waits with an incident that names what the set that comes nearest lacks; it begins by itself when variables bring what is missing.
 */
export function checkSets(node: FlowNode, side: 'input' | 'output', sets: FlowNode['inputSets'], variables: JsonObject): void {
  if (sets === undefined || isAvailable(sets, variables)) return;
  const [nearest = []] = sets.map((set) => missingOf(set, variables)).toSorted((a, b) => a.length - b.length);
  const names = nearest.map((name) => `"${name}"`).join(', ');
  throw new ElementFailure(CODES[side], `Expected data ${side} ${names} of "${node.id}", but it is not available.`);
}
