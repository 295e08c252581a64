import fc from 'fast-check';
import type { Draft } from '../engine/kernel/support/define.ts';
import {
  adHoc,
  after,
  boundary,
  cancel,
  catchEvent,
  compensation,
  complex,
  end,
  error,
  eventSubProcess,
  every,
  exclusive,
  forEach,
  inclusive,
  message,
  parallel,
  scriptTask,
  serviceTask,
  signal,
  start,
  subProcess,
  task,
  throwEvent,
  transaction,
  userTask,
} from '../engine/kernel/support/define.ts';

/** A block has one way in and one way out, so that whatever is built of blocks can always come to its end. */
export type Block =
  | { readonly kind: 'task' | 'user' | 'service' | 'script' | 'timer' | 'message' | 'signal' }
  | { readonly kind: 'sequence' | 'exclusive' | 'parallel' | 'inclusive'; readonly blocks: readonly Block[] }
  | { readonly kind: 'loop' | 'subProcess' | 'eventSubProcess'; readonly block: Block }
  | {
      readonly kind: 'boundary';
      readonly block: Block;
      readonly trigger: 'timer' | 'cycle' | 'message' | 'error';
      readonly interrupting: boolean;
    }
  | { readonly kind: 'multiInstance'; readonly block: Block; readonly size: number; readonly sequential: boolean }
  | { readonly kind: 'adHoc'; readonly blocks: readonly Block[]; readonly sequential: boolean; readonly until: boolean }
  | { readonly kind: 'transaction'; readonly cancels: boolean }
  | { readonly kind: 'complex'; readonly blocks: readonly Block[]; readonly needed: number }
  | { readonly kind: 'compensated'; readonly wait: boolean };

const leaf: fc.Arbitrary<Block> = fc.constantFrom<Block>(
  { kind: 'task' },
  { kind: 'user' },
  { kind: 'service' },
  { kind: 'script' },
  { kind: 'timer' },
  { kind: 'message' },
  { kind: 'signal' },
);

/** Random blocks, nested up to five deep. */
export const anyBlock: fc.Arbitrary<Block> = fc.letrec<{ block: Block }>((tie) => {
  const blocks = fc.array(tie('block'), { minLength: 1, maxLength: 3 });
  return {
    block: fc.oneof(
      { maxDepth: 5, depthSize: 'medium', withCrossShrink: true },
      leaf,
      fc.record({ kind: fc.constantFrom('sequence' as const, 'exclusive' as const, 'parallel' as const, 'inclusive' as const), blocks }),
      fc.record({
        kind: fc.constantFrom('parallel' as const, 'inclusive' as const),
        blocks: fc.array(tie('block'), { minLength: 2, maxLength: 3 }),
      }),
      fc.record({ kind: fc.constantFrom('loop' as const, 'subProcess' as const, 'eventSubProcess' as const), block: tie('block') }),
      fc.record({
        kind: fc.constant('boundary' as const),
        block: tie('block'),
        trigger: fc.constantFrom('timer' as const, 'cycle' as const, 'message' as const, 'error' as const),
        interrupting: fc.boolean(),
      }),
      fc.record({
        kind: fc.constant('multiInstance' as const),
        block: tie('block'),
        size: fc.integer({ min: 0, max: 3 }),
        sequential: fc.boolean(),
      }),
      fc.record({ kind: fc.constant('compensated' as const), wait: fc.boolean() }),
      fc.record({ kind: fc.constant('adHoc' as const), blocks, sequential: fc.boolean(), until: fc.boolean() }),
      fc.record({ kind: fc.constant('transaction' as const), cancels: fc.boolean() }),
      fc.record({
        kind: fc.constant('complex' as const),
        blocks: fc.array(tie('block'), { minLength: 2, maxLength: 3 }),
        needed: fc.integer({ min: 1, max: 2 }),
      }),
    ),
  };
}).block;

/** Collects nodes and flows of one scope while its blocks are laid out one after another. */
class Layout {
  readonly nodes: Draft[] = [];
  readonly flows: string[] = [];
  /** Each splitting gateway with its join, of all scopes. */
  readonly pairs: (readonly [string, string])[];
  readonly #next: () => string;
  constructor(next: () => string, pairs: (readonly [string, string])[]) {
    this.#next = next;
    this.pairs = pairs;
  }
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
  inner(): Layout {
    return new Layout(this.#next, this.pairs);
  }
}

/** Lays out a block after `from` and answers the node at its end. */
function lay(layout: Layout, block: Block, from: string, condition?: string): string {
  const single = (node: Draft): string => {
    layout.flow(from, layout.add(node), condition);
    return node.id;
  };
  switch (block.kind) {
    case 'task':
      return single(task(layout.id('T')));
    case 'user':
      return single(userTask(layout.id('U')));
    case 'service':
      return single(serviceTask(layout.id('J'), 'work', { out: { done: '=done' } }));
    case 'script':
      return single(scriptTask(layout.id('F'), 'n + 1', { result: 'n' }));
    case 'timer':
      return single(catchEvent(layout.id('C'), after('PT1H')));
    case 'message':
      return single(catchEvent(layout.id('C'), message('m', '=n')));
    case 'signal':
      return single(catchEvent(layout.id('C'), signal('s')));
    case 'sequence': {
      let last = from;
      block.blocks.forEach((part, index) => {
        last = lay(layout, part, last, index === 0 ? condition : undefined);
      });
      return last;
    }
    case 'exclusive':
    case 'parallel':
    case 'inclusive':
      return layGateways(layout, block.kind, block.blocks, single);
    case 'loop':
      return layLoop(layout, block.block, single);
    case 'subProcess':
      return single(nested(layout, block.block, {}));
    case 'multiInstance':
      return single(nested(layout, block.block, { loop: forEach(block.size, { isSequential: block.sequential }) }));
    case 'eventSubProcess':
      return single(withHandler(layout, block.block));
    case 'boundary':
      return layBoundary(layout, block, single);
    case 'adHoc':
      return single(layAdHoc(layout, block));
    case 'transaction':
      return layTransaction(layout, block.cancels, single);
    case 'complex':
      return single(layComplex(layout, block));
    case 'compensated':
      return layCompensated(layout, block.wait, single);
  }
}

function layGateways(
  layout: Layout,
  kind: 'exclusive' | 'parallel' | 'inclusive',
  blocks: readonly Block[],
  single: (node: Draft) => string,
): string {
  const make = { exclusive, parallel, inclusive }[kind];
  const split = single(make(layout.id('G')));
  const join = make(layout.id('G'));
  layout.pairs.push([split, join.id]);
  blocks.forEach((part, index) => {
    // The last branch is always open, so that one can be taken; the others depend on how far the counter is.
    const condition = kind === 'parallel' ? undefined : index === blocks.length - 1 ? 'true' : `modulo(n, ${index + 2}) = 0`;
    layout.flow(lay(layout, part, split, condition), join.id);
  });
  return layout.add(join);
}

function layLoop(layout: Layout, block: Block, single: (node: Draft) => string): string {
  const merge = single(exclusive(layout.id('M')));
  const counter = layout.id('count');
  const count = layout.add(scriptTask(layout.id('F'), `if ${counter}c = null then 1 else ${counter}c + 1`, { result: `${counter}c` }));
  layout.flow(lay(layout, block, merge), count);
  const decision = layout.add(exclusive(layout.id('X')));
  layout.flow(count, decision);
  layout.flow(decision, merge, `${counter}c < 3`);
  const out = layout.add(task(layout.id('T')));
  layout.flow(decision, out, `${counter}c >= 3`);
  return out;
}

function content(layout: Layout, block: Block): Layout {
  const inner = layout.inner();
  const begin = inner.add(start(inner.id('S')));
  const last = lay(inner, block, begin);
  inner.flow(last, inner.add(end(inner.id('E'))));
  return inner;
}

function nested(layout: Layout, block: Block, options: Parameters<typeof subProcess>[3]): Draft {
  const inner = content(layout, block);
  return subProcess(layout.id('P'), inner.nodes, inner.flows, options);
}

function withHandler(layout: Layout, block: Block): Draft {
  const inner = content(layout, block);
  const on = start(layout.id('S'), message('stop'), { interrupting: layout.nodes.length % 2 === 0 });
  const user = userTask(layout.id('U'));
  inner.add(eventSubProcess(layout.id('H'), [on, user], [`${on.id} > ${user.id}`]));
  return subProcess(layout.id('P'), inner.nodes, inner.flows);
}

function layBoundary(layout: Layout, block: Extract<Block, { kind: 'boundary' }>, single: (node: Draft) => string): string {
  const host = single(nested(layout, block.block, {}));
  const definition = { timer: after('PT30M'), cycle: every('R2/PT20M'), message: message('stop'), error: error(null) }[block.trigger];
  const interrupting = block.trigger === 'error' || block.interrupting;
  const event = layout.add(boundary(layout.id('B'), host, definition, { interrupting }));
  if (!interrupting) {
    layout.flow(event, layout.add(userTask(layout.id('U'))));
    return host;
  }
  const merge = layout.add(exclusive(layout.id('M')));
  layout.flow(host, merge);
  layout.flow(event, merge);
  return merge;
}

/** In a sub-process of its own: a complex gateway goes on before all its tokens have come, and a loop around it would mix rounds. */
function layComplex(layout: Layout, block: Extract<Block, { kind: 'complex' }>): Draft {
  const inner = layout.inner();
  const split = inner.add(parallel(inner.id('G')));
  const join = inner.add(complex(inner.id('G'), `activationCount >= ${block.needed}`));
  for (const part of block.blocks) inner.flow(lay(inner, part, split), join);
  inner.flow(join, inner.add(end(inner.id('E'))));
  return subProcess(layout.id('P'), inner.nodes, inner.flows);
}

function layAdHoc(layout: Layout, block: Extract<Block, { kind: 'adHoc' }>): Draft {
  const inner = layout.inner();
  for (const part of block.blocks) inner.add(nested(inner, part, {}));
  return adHoc(layout.id('P'), inner.nodes, inner.flows, {
    sequential: block.sequential,
    ...(block.until ? { until: 'modulo(n, 3) = 0' } : {}),
  });
}

function layTransaction(layout: Layout, cancels: boolean, single: (node: Draft) => string): string {
  const inner = layout.inner();
  const handler = userTask(inner.id('U'), { isForCompensation: true });
  const begin = inner.add(start(inner.id('S')));
  const work = inner.add(userTask(inner.id('U'), { compensatedBy: handler.id }));
  inner.add(handler);
  inner.flow(begin, work);
  inner.flow(work, inner.add(cancels ? end(inner.id('E'), cancel) : end(inner.id('E'))));
  const host = single(transaction(layout.id('P'), inner.nodes, inner.flows));
  const merge = layout.add(exclusive(layout.id('M')));
  layout.flow(host, merge);
  layout.flow(layout.add(boundary(layout.id('B'), host, cancel)), merge);
  return merge;
}

function layCompensated(layout: Layout, wait: boolean, single: (node: Draft) => string): string {
  const handler = userTask(layout.id('U'), { isForCompensation: true });
  const inner = layout.inner();
  const begin = inner.add(start(inner.id('S')));
  const work = inner.add(userTask(inner.id('U'), { compensatedBy: handler.id }));
  const undo = inner.add(throwEvent(inner.id('R'), compensation(null, wait)));
  inner.add(handler);
  inner.flow(begin, work);
  inner.flow(work, undo);
  return single(subProcess(layout.id('P'), inner.nodes, inner.flows));
}

/** A whole process around a block: nodes and flows for `define`, and its pairs of gateways. */
export function processOf(block: Block): {
  readonly nodes: readonly Draft[];
  readonly flows: readonly string[];
  readonly pairs: readonly (readonly [string, string])[];
} {
  let count = 0;
  const layout = new Layout(() => {
    count += 1;
    return String(count);
  }, []);
  const begin = layout.add(start(layout.id('S')));
  const last = lay(layout, block, begin);
  layout.flow(last, layout.add(end(layout.id('E'))));
  return layout;
}
