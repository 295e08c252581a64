import type { JsonObject, JsonValue } from '../model/index.ts';
import type { EngineParts } from './engine-parts.ts';
import { evaluateBounded } from './evaluate-bounded.ts';

/**
 * Evaluates FEEL outside a step, for the conditions of forms: on the main thread when it is bounded, else in the thread that is killed at
 * its time limit. An expression that fails has no value.
 */
export function createFeelValue(
  parts: Pick<EngineParts, 'environment' | 'riskyFeel' | 'clock'>,
): (source: string, variables: JsonObject) => Promise<JsonValue | undefined> {
  return async (source, variables) => {
    const expression = { kind: 'feel', source } as const;
    const now = new Date(parts.clock.nowMs()).toISOString();
    const evaluation = await evaluateBounded(parts, expression, variables, now);
    return evaluation.kind === 'value' ? evaluation.value : undefined;
  };
}
