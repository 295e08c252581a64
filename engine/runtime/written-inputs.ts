import type { FlowNode } from '../model/index.ts';

/** The input mappings of a node as the diagram has them. */
export function writtenInputs(node: FlowNode): readonly string[] {
  return 'inputMappings' in node ? node.inputMappings.map((mapping) => JSON.stringify(mapping)) : [];
}
