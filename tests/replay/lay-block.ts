import type { Draft } from '../engine/kernel/support/define.ts';
import {
  adHoc,
  boundary,
  callActivity,
  cancel,
  catchEvent,
  compensation,
  complex,
  end,
  error,
  eventBased,
  eventSubProcess,
  exclusive,
  forEach,
  inclusive,
  message,
  NONE,
  parallel,
  receiveTask,
  scriptTask,
  signal,
  start,
  subProcess,
  task,
  throwEvent,
  transaction,
  userTask,
} from '../engine/kernel/support/define.ts';
import type { Block, Host, Trigger } from './block.ts';
import type { Lay } from './layout.ts';
import { Layout, content } from './layout.ts';
import { endOf, layLeaf, triggeredBy } from './lay-leaf.ts';

type Of<Kind extends Block['kind']> = Extract<Block, { readonly kind: Kind }>;
type Options = NonNullable<Parameters<typeof subProcess>[3]>;

/** Lays out a block behind `from` and answers the node at its end. */
export const lay: Lay = (layout, block, from, condition) => {
  const place = (node: Draft): string => layout.after(from, node, condition);
  switch (block.kind) {
    case 'leaf':
      return layLeaf(layout, block.leaf, from, condition);
    case 'sequence':
      return block.blocks.reduce((last, part, index) => lay(layout, part, last, index === 0 ? condition : undefined), from);
    case 'exclusive':
    case 'parallel':
    case 'inclusive':
      return layGateways(layout, block.kind, block.blocks, place);
    case 'implicit':
      return place(implicitSplit(layout, block.blocks));
    case 'events':
      return layEvents(layout, block.blocks, place);
    case 'loop':
      return layLoop(layout, block.block, place);
    case 'subProcess':
      return place(nested(layout, block.block, {}, endOf(layout, block.end)));
    case 'failing':
      return layFailing(layout, block, place);
    case 'handler':
      return layHandler(layout, block, place);
    case 'boundary':
      return layBoundary(layout, block, place);
    case 'instances':
      return place(nested(layout, block.block, { loop: forEach(block.size, { isSequential: block.sequential, ...untilOf(block.until) }) }));
    case 'standardLoop':
      return place(nested(layout, block.block, { loop: standardLoop(block.testBefore, block.maximum) }));
    case 'adHoc':
      return place(layAdHoc(layout, block));
    case 'transaction':
      return layTransaction(layout, block, place);
    case 'complex':
      return place(layComplex(layout, block));
    case 'compensated':
      return place(layCompensated(layout, block));
  }
};

const untilOf = (until: boolean): object =>
  until ? { completionCondition: { kind: 'feel', source: 'numberOfCompletedInstances >= 2' } } : {};

const standardLoop = (testBefore: boolean, maximum: number): NonNullable<Options['loop']> => ({
  kind: 'standardLoop',
  testBefore,
  loopMaximum: { kind: 'literal', value: maximum },
  loopCondition: { kind: 'feel', source: 'loopCounter < 2' },
});

function nested(layout: Layout, block: Block, options: Options, last: Draft | null = end(layout.id('E'))): Draft {
  const inner = content(layout, block, lay, last);
  return subProcess(layout.id('P'), inner.nodes, inner.flows, options);
}

function layGateways(
  layout: Layout,
  kind: 'exclusive' | 'parallel' | 'inclusive',
  blocks: readonly Block[],
  place: (node: Draft) => string,
): string {
  const make = { exclusive, parallel, inclusive }[kind];
  const split = place(make(layout.id('G')));
  const join = make(layout.id('G'));
  layout.pairs.push([split, join.id]);
  blocks.forEach((part, index) => {
    // The last branch is always open, so that one can be taken; the others depend on how far the counter is.
    const condition = kind === 'parallel' ? undefined : index === blocks.length - 1 ? 'true' : `modulo(n, ${index + 2}) = 0`;
    layout.flow(lay(layout, part, split, condition), join.id);
  });
  return layout.add(join);
}

/** An activity that is left on several flows at once; every path ends by itself, so it stands in a sub-process of its own. */
function implicitSplit(layout: Layout, blocks: readonly Block[]): Draft {
  const inner = layout.inner();
  const split = inner.after(inner.add(start(inner.id('S'))), userTask(inner.id('U')));
  blocks.forEach((part, index) => lay(inner, part, split, index === 0 ? undefined : `modulo(n, ${index + 1}) = 0`));
  return subProcess(layout.id('P'), inner.nodes, inner.flows);
}

function layEvents(layout: Layout, blocks: readonly Block[], place: (node: Draft) => string): string {
  const gateway = place(eventBased(layout.id('G')));
  const events: readonly Draft[] = [
    triggeredBy(catchEvent(layout.id('C'), NONE), 'timer'),
    receiveTask(layout.id('C'), message('m', '=n')),
    catchEvent(layout.id('C'), [signal('s'), message('other')]),
  ];
  const ends = blocks.map((part, index) => lay(layout, part, layout.after(gateway, events[index] ?? task(layout.id('T')))));
  return layout.merge(ends);
}

function layLoop(layout: Layout, block: Block, place: (node: Draft) => string): string {
  const merge = place(exclusive(layout.id('M')));
  const counter = `${layout.id('count')}c`;
  const count = layout.add(scriptTask(layout.id('F'), `if ${counter} = null then 1 else ${counter} + 1`, { result: counter }));
  layout.flow(lay(layout, block, merge), count);
  const decision = layout.after(count, exclusive(layout.id('X')));
  // A modification may put a token behind the script that counts.
  const rounds = `(if ${counter} = null then 0 else ${counter})`;
  layout.flow(decision, merge, `${rounds} < 3`);
  return layout.after(decision, task(layout.id('T')), `${rounds} >= 3`);
}

/** Two branches, of which one ends the sub-process with an error that its boundary event catches. */
function layFailing(layout: Layout, block: Of<'failing'>, place: (node: Draft) => string): string {
  const inner = layout.inner();
  const split = inner.after(inner.add(start(inner.id('S'))), parallel(inner.id('G')));
  lay(inner, block.beside, split);
  inner.after(lay(inner, block.block, split), end(inner.id('E'), error('FAILED')));
  const host = place(subProcess(layout.id('P'), inner.nodes, inner.flows));
  return layout.merge([host, layout.add(boundary(layout.id('B'), host, error('FAILED')))]);
}

const isInterrupting = (trigger: Trigger, interrupting: boolean): boolean => trigger === 'error' || interrupting;

function layHandler(layout: Layout, block: Of<'handler'>, place: (node: Draft) => string): string {
  const inner = content(layout, block.block, lay);
  const addHandler = (trigger: Trigger, interrupting: boolean): void => {
    const handler = inner.inner();
    const on = start(inner.id('S'), NONE, { interrupting: isInterrupting(trigger, interrupting) });
    handler.after(lay(handler, block.inside, handler.add(triggeredBy(on, trigger))), end(inner.id('E')));
    inner.add(eventSubProcess(inner.id('H'), handler.nodes, handler.flows));
  };
  addHandler(block.trigger, block.interrupting);
  if (block.second) addHandler(block.trigger === 'message' ? 'timer' : 'message', !block.interrupting);
  return place(subProcess(layout.id('P'), inner.nodes, inner.flows));
}

function hostOf(layout: Layout, host: Host, block: Block): Draft {
  switch (host) {
    case 'user':
      return userTask(layout.id('U'));
    case 'call':
      return callActivity(layout.id('A'), 'called');
    case 'subProcess':
      return nested(layout, block, {});
    case 'parallelInstances':
      return nested(layout, block, { loop: forEach(2) });
    case 'sequentialInstances':
      return userTask(layout.id('U'), { loop: forEach(2, { isSequential: true }) });
    case 'loop':
      return nested(layout, block, { loop: standardLoop(false, 2) });
  }
}

function layBoundary(layout: Layout, block: Of<'boundary'>, place: (node: Draft) => string): string {
  const host = place(hostOf(layout, block.host, block.block));
  const interrupting = isInterrupting(block.trigger, block.interrupting);
  const event = layout.add(triggeredBy(boundary(layout.id('B'), host, NONE, { interrupting }), block.trigger));
  if (interrupting) return layout.merge([host, lay(layout, block.after, event)]);
  layout.after(event, nested(layout, block.after, {}));
  return host;
}

function layAdHoc(layout: Layout, block: Of<'adHoc'>): Draft {
  const inner = layout.inner();
  for (const part of block.blocks) inner.add(nested(inner, part, {}));
  // A path with a join of its own, which the completion condition may cut off.
  const [first, second] = [inner.add(userTask(inner.id('U'))), inner.add(task(inner.id('T')))];
  const join = inner.add(parallel(inner.id('G')));
  inner.flow(first, join);
  inner.flow(second, join);
  inner.after(join, task(inner.id('T')));
  return adHoc(layout.id('P'), inner.nodes, inner.flows, {
    sequential: block.sequential,
    letRun: block.letRun,
    ...(block.until ? { until: 'modulo(n, 3) = 0' } : {}),
  });
}

function layTransaction(layout: Layout, block: Of<'transaction'>, place: (node: Draft) => string): string {
  const inner = layout.inner();
  const handler = userTask(inner.id('U'), { isForCompensation: true });
  const begin = inner.add(start(inner.id('S')));
  const work = inner.after(begin, userTask(inner.id('U'), { compensatedBy: handler.id }));
  inner.add(handler);
  if (block.inner) {
    // Something else goes on in it when it is cancelled, with a transaction of its own.
    layTransaction(inner, { ...block, inner: false, cancels: false }, (node) => inner.after(begin, node));
  }
  inner.after(lay(inner, block.block, work), block.cancels ? end(inner.id('E'), cancel) : end(inner.id('E')));
  const host = place(transaction(layout.id('P'), inner.nodes, inner.flows));
  return layout.merge([host, layout.add(boundary(layout.id('B'), host, cancel))]);
}

/** In a sub-process of its own: a complex gateway goes on before all its tokens have come, and a loop around it would mix rounds. */
function layComplex(layout: Layout, block: Of<'complex'>): Draft {
  const inner = layout.inner();
  const split = inner.after(inner.add(start(inner.id('S'))), parallel(inner.id('G')));
  const id = inner.id('G');
  const late = inner.id('late');
  const join = inner.add(complex(id, `activationCount >= ${block.needed}`, block.late ? { default: late } : {}));
  for (const part of block.blocks) inner.flow(lay(inner, part, split), join);
  inner.after(join, end(inner.id('E')), block.late ? 'waitingForStart' : undefined);
  if (block.late) inner.flows.push(`${late}: ${join} > ${inner.add(userTask(inner.id('U')))}`);
  return subProcess(layout.id('P'), inner.nodes, inner.flows);
}

function layCompensated(layout: Layout, block: Of<'compensated'>): Draft {
  const inner = layout.inner();
  const handler = userTask(inner.id('U'), { isForCompensation: true });
  const work = userTask(inner.id('U'), { compensatedBy: handler.id, ...(block.many ? { loop: forEach(2) } : {}) });
  const begin = inner.add(start(inner.id('S')));
  let target = work.id;
  if (block.nested) {
    target = inner.after(begin, subProcess(inner.id('P'), [work, handler, start(`${work.id}S`)], [`${work.id}S > ${work.id}`]));
  } else {
    inner.after(begin, work);
    inner.add(handler);
  }
  inner.after(target, throwEvent(inner.id('R'), compensation(block.targeted ? target : null, block.wait)));
  return subProcess(layout.id('P'), inner.nodes, inner.flows);
}

/** A process as nodes and flows for `define`, with its pairs of gateways. */
export interface RandomProcess {
  readonly nodes: readonly Draft[];
  readonly flows: readonly string[];
  readonly pairs: readonly (readonly [string, string])[];
}

/** A whole process around a block. */
export function processOf(block: Block): RandomProcess {
  let count = 0;
  const layout = new Layout(() => {
    count += 1;
    return String(count);
  }, []);
  layout.after(lay(layout, block, layout.add(start(layout.id('S')))), end(layout.id('E')));
  return layout;
}
