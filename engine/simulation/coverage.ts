import type { ProcessDefinition } from '../model/index.ts';
import type { ScenarioResult } from './run-scenario.ts';

/** How much of a process its scenarios have entered. */
export interface Coverage {
  readonly processId: string;
  readonly flowNodes: number;
  readonly visited: number;
  /** Flow nodes that no scenario entered, in document order. */
  readonly missing: readonly string[];
}

/** Flow nodes of a process that were entered in any of the results. */
export function coverageOf(definition: ProcessDefinition, results: readonly ScenarioResult[]): Coverage {
  const seen = new Set(results.flatMap((result) => [...(result.visited.get(definition.processId) ?? [])]));
  const ids = Object.keys(definition.nodes);
  const missing = ids.filter((id) => !seen.has(id));
  return { processId: definition.processId, flowNodes: ids.length, visited: ids.length - missing.length, missing };
}
