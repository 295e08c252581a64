import type { Draft } from '../engine/kernel/support/define.ts';

const ABSENT = new Set(['inputMappings', 'outputMappings', 'lanes', 'boundaryEventIds']);

/** What distinguishes a node, in short: its members that are neither empty nor what they are by default. */
function memberText(own: Readonly<Record<string, unknown>>): string {
  return Object.entries(own)
    .filter(([name, value]) => !ABSENT.has(name) && value !== null && value !== false && value !== undefined)
    .map(([name, value]) => `${name}=${JSON.stringify(value)}`)
    .join(' ');
}

/** A diagram as text, for a person who has to understand a counterexample: one line per node, content indented, then the flows. */
export function diagramText(nodes: readonly Draft[], flows: readonly string[], indent = ''): string {
  const lines: string[] = [];
  for (const node of nodes) {
    lines.push(`${indent}${node.kind} ${node.id} ${memberText(node.own)}`);
    if (node.content !== null) lines.push(diagramText(node.content.nodes, node.content.flows, `${indent}  `));
  }
  lines.push(`${indent}flows: ${flows.join(', ')}`);
  return lines.join('\n');
}
