import type { Draft } from '../engine/kernel/support/define.ts';
import { end, exclusive, start } from '../engine/kernel/support/define.ts';
import type { Block } from './block.ts';

/** Collects nodes and flows of one scope while its blocks are laid out one after another. */
export class Layout {
  readonly nodes: Draft[] = [];
  readonly flows: string[] = [];
  /** Each splitting gateway with its join, of all scopes. */
  readonly pairs: (readonly [string, string])[];
  readonly #next: () => string;

  constructor(next: () => string, pairs: (readonly [string, string])[]) {
    this.#next = next;
    this.pairs = pairs;
  }

  /** A new id. Events that may come again and again begin with S or B, so that a player can leave them alone most of the time. */
  id(prefix: string): string {
    return `${prefix}${this.#next()}`;
  }
  add(node: Draft): string {
    this.nodes.push(node);
    return node.id;
  }
  flow(from: string, to: string, condition?: string): void {
    this.flows.push(condition === undefined ? `${from} > ${to}` : `${from} > ${to} if ${condition}`);
  }
  /** Adds a node behind `from`. */
  after(from: string, node: Draft, condition?: string): string {
    this.flow(from, this.add(node), condition);
    return node.id;
  }
  /** Where several ways, of which one is gone at a time, come together. */
  merge(ends: readonly string[]): string {
    const merge = this.add(exclusive(this.id('M')));
    for (const last of ends) this.flow(last, merge);
    return merge;
  }
  /** An empty scope inside this one. */
  inner(): Layout {
    return new Layout(this.#next, this.pairs);
  }
}

/** Lays out a block behind `from`, on a flow with `condition`, and answers the node at its end. */
export type Lay = (layout: Layout, block: Block, from: string, condition?: string) => string;

/** A scope inside `layout` that holds one block between a start and an end event. */
export function content(layout: Layout, block: Block, lay: Lay, last: Draft | null = end(layout.id('E'))): Layout {
  const inner = layout.inner();
  const before = lay(inner, block, inner.add(start(inner.id('S'))));
  if (last !== null) inner.after(before, last);
  return inner;
}
