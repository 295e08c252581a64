import type { ElementId, ProcessDefinition } from '../model/index.ts';

/** A set of incoming flows of one gateway, as bits. */
export type FlowSet = Uint32Array;

/** For a gateway: to which of its incoming flows a path leads from each node without visiting the gateway. */
export interface Reach {
  /** The flows, in document order, to which a path leads from a node; undefined when there is none. */
  flowsFrom(nodeId: ElementId): readonly ElementId[] | undefined;
  /** The given incoming flows as a set, for `comesTo`. */
  setOf(flowIds: readonly ElementId[]): FlowSet;
  /** Whether a path leads from a node to one of the flows. */
  comesTo(nodeId: ElementId, flows: FlowSet): boolean;
}

/** The nodes of a definition by number, and from which nodes a token can come to each in one step. */
export interface NumberedGraph {
  readonly numberOf: ReadonlyMap<ElementId, number>;
  readonly predecessors: readonly (readonly number[])[];
}

const BITS = 32;

/** Numbers the nodes. `predecessors` holds every step that a token can take, in reverse. */
export function numberGraph(definition: ProcessDefinition, predecessors: ReadonlyMap<ElementId, readonly ElementId[]>): NumberedGraph {
  const ids = Object.values(definition.nodes).map((node) => node.id);
  const numberOf = new Map(ids.map((id, index) => [id, index]));
  return {
    numberOf,
    predecessors: ids.map((id) => (predecessors.get(id) ?? []).flatMap((before) => numberOf.get(before) ?? [])),
  };
}

/**
 * Walks backwards from each incoming flow and notes at every node on the way that the flow can be come to from there. Time: flows times nodes; nodes are
 * numbers and flows are bits, so that the largest diagram that is accepted takes milliseconds and not seconds.
 */
export function computeReach(definition: ProcessDefinition, graph: NumberedGraph, gatewayId: ElementId): Reach {
  const incoming = definition.nodes[gatewayId]?.incoming ?? [];
  const words = Math.ceil(incoming.length / BITS);
  const bits = new Uint32Array(graph.predecessors.length * words);
  const seenBy = new Int32Array(graph.predecessors.length).fill(-1);
  const gateway = graph.numberOf.get(gatewayId) ?? -1;
  for (const [index, flowId] of incoming.entries()) {
    const source = graph.numberOf.get(definition.flows[flowId]?.sourceId ?? gatewayId) ?? gateway;
    const open = source === gateway ? [] : [source];
    for (let node = open.pop(); node !== undefined; node = open.pop()) {
      if (seenBy[node] === index) continue;
      seenBy[node] = index;
      setBit(bits, node * words, index);
      for (const before of graph.predecessors[node] ?? []) if (before !== gateway && seenBy[before] !== index) open.push(before);
    }
  }
  const rowOf = (nodeId: ElementId): number | null => {
    const number = graph.numberOf.get(nodeId);
    return number === undefined ? null : number * words;
  };
  return {
    flowsFrom(nodeId) {
      const row = rowOf(nodeId);
      const found = row === null ? [] : incoming.filter((_, index) => hasBit(bits, row, index));
      return found.length === 0 ? undefined : found;
    },
    setOf(flowIds) {
      const wanted = new Set(flowIds);
      const set = new Uint32Array(words);
      for (const [index, flowId] of incoming.entries()) if (wanted.has(flowId)) setBit(set, 0, index);
      return set;
    },
    comesTo(nodeId, flows) {
      const row = rowOf(nodeId);
      if (row === null) return false;
      for (let word = 0; word < words; word += 1) if (((bits[row + word] ?? 0) & (flows[word] ?? 0)) !== 0) return true;
      return false;
    },
  };
}

function setBit(bits: Uint32Array, row: number, index: number): void {
  const word = row + Math.floor(index / BITS);
  bits[word] = (bits[word] ?? 0) | (1 << (index % BITS));
}

const hasBit = (bits: Uint32Array, row: number, index: number): boolean =>
  ((bits[row + Math.floor(index / BITS)] ?? 0) & (1 << (index % BITS))) !== 0;
