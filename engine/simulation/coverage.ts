import type { FlowNode, ProcessDefinition } from '../model/index.ts';
import type { ScenarioResult } from './run-scenario.ts';

/** How much of a process its scenarios have entered. */
export interface Coverage {
  readonly processId: string;
  readonly flowNodes: number;
  readonly visited: number;
  /** Flow nodes that no scenario entered, in document order. */
  readonly missing: readonly string[];
}

/** A compensation boundary event only ties a handler to its activity; no token ever comes to it (BPMN 2.0.2, 10.7), so it does not count. */
const isEntered = (node: FlowNode): boolean =>
  node.kind !== 'boundaryEvent' || node.definitions.some((event) => event.kind !== 'compensation');

/** Flow nodes of a process that were entered in any of the results. */
export function coverageOf(definition: ProcessDefinition, results: readonly ScenarioResult[]): Coverage {
  const seen = new Set(results.flatMap((result) => [...(result.visited.get(definition.processId) ?? [])]));
  const ids = Object.values(definition.nodes)
    .filter(isEntered)
    .map((node) => node.id);
  const missing = ids.filter((id) => !seen.has(id));
  return { processId: definition.processId, flowNodes: ids.length, visited: ids.length - missing.length, missing };
}
