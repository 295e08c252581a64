import fc from 'fast-check';

/** What a block without blocks inside it is. */
export const LEAVES = [
  'task',
  'manual',
  'user',
  'service',
  'script',
  'javaScript',
  'decision',
  'untyped',
  'sendJob',
  'sendMessage',
  'receive',
  'call',
  'throwNone',
  'throwMessage',
  'throwSignal',
  'throwEscalation',
  'timer',
  'message',
  'signal',
  'condition',
  'firstOf',
  'allOf',
  'link',
  'gate',
  'quantity',
] as const;
export type Leaf = (typeof LEAVES)[number];

/** What an event at a boundary or of an event sub-process waits for. */
export const TRIGGERS = ['timer', 'cycle', 'message', 'signal', 'condition', 'error', 'escalation', 'firstOf', 'allOf'] as const;
export type Trigger = (typeof TRIGGERS)[number];

/** What a boundary event is attached to. */
export const HOSTS = ['user', 'call', 'subProcess', 'parallelInstances', 'sequentialInstances', 'loop'] as const;
export type Host = (typeof HOSTS)[number];

/** How a sub-process ends. */
export const ENDS = ['none', 'implicit', 'message', 'signal', 'escalation', 'compensation', 'terminate', 'several'] as const;
export type End = (typeof ENDS)[number];

/** A block has one way in and one way out, so that whatever is built of blocks can always come to its end. */
export type Block =
  | { readonly kind: 'leaf'; readonly leaf: Leaf }
  | { readonly kind: 'sequence' | 'exclusive' | 'parallel' | 'inclusive' | 'implicit' | 'events'; readonly blocks: readonly Block[] }
  | { readonly kind: 'loop'; readonly block: Block }
  | { readonly kind: 'subProcess'; readonly block: Block; readonly end: End }
  | { readonly kind: 'failing'; readonly block: Block; readonly beside: Block }
  | {
      readonly kind: 'handler';
      readonly block: Block;
      readonly inside: Block;
      readonly trigger: Trigger;
      readonly interrupting: boolean;
      readonly second: boolean;
    }
  | {
      readonly kind: 'boundary';
      readonly block: Block;
      readonly after: Block;
      readonly host: Host;
      readonly trigger: Trigger;
      readonly interrupting: boolean;
    }
  | { readonly kind: 'instances'; readonly block: Block; readonly size: number; readonly sequential: boolean; readonly until: boolean }
  | { readonly kind: 'standardLoop'; readonly block: Block; readonly testBefore: boolean; readonly maximum: number }
  | {
      readonly kind: 'adHoc';
      readonly blocks: readonly Block[];
      readonly sequential: boolean;
      readonly until: boolean;
      readonly letRun: boolean;
    }
  | { readonly kind: 'transaction'; readonly block: Block; readonly cancels: boolean; readonly inner: boolean }
  | { readonly kind: 'complex'; readonly blocks: readonly Block[]; readonly needed: number; readonly late: boolean }
  | { readonly kind: 'compensated'; readonly wait: boolean; readonly targeted: boolean; readonly many: boolean; readonly nested: boolean };

const leaf: fc.Arbitrary<Block> = fc.constantFrom(...LEAVES).map((name) => ({ kind: 'leaf', leaf: name }));

function compound(block: fc.Arbitrary<Block>): readonly fc.Arbitrary<Block>[] {
  const few = fc.array(block, { minLength: 1, maxLength: 3 });
  const several = fc.array(block, { minLength: 2, maxLength: 3 });
  const bool = fc.boolean();
  const constant = <const Kind extends Block['kind']>(kind: Kind): fc.Arbitrary<Kind> => fc.constant(kind);
  return [
    fc.record({ kind: constant('sequence'), blocks: fc.array(block, { minLength: 2, maxLength: 4 }) }),
    fc.record({ kind: fc.constantFrom('exclusive', 'implicit'), blocks: few }),
    fc.record({ kind: fc.constantFrom('parallel', 'inclusive', 'events'), blocks: several }),
    fc.record({ kind: fc.constantFrom('parallel', 'inclusive'), blocks: several }),
    fc.record({ kind: constant('loop'), block }),
    fc.record({ kind: constant('subProcess'), block, end: fc.constantFrom(...ENDS) }),
    fc.record({ kind: constant('failing'), block, beside: block }),
    fc.record({
      kind: constant('handler'),
      block,
      inside: block,
      trigger: fc.constantFrom(...TRIGGERS),
      interrupting: bool,
      second: bool,
    }),
    fc.record({
      kind: constant('boundary'),
      block,
      after: block,
      host: fc.constantFrom(...HOSTS),
      trigger: fc.constantFrom(...TRIGGERS),
      interrupting: bool,
    }),
    fc.record({ kind: constant('instances'), block, size: fc.integer({ min: 0, max: 3 }), sequential: bool, until: bool }),
    fc.record({ kind: constant('standardLoop'), block, testBefore: bool, maximum: fc.integer({ min: 1, max: 3 }) }),
    fc.record({ kind: constant('adHoc'), blocks: few, sequential: bool, until: bool, letRun: bool }),
    fc.record({ kind: constant('transaction'), block, cancels: bool, inner: bool }),
    fc.record({ kind: constant('complex'), blocks: several, needed: fc.integer({ min: 1, max: 2 }), late: bool }),
    fc.record({ kind: constant('compensated'), wait: bool, targeted: bool, many: bool, nested: bool }),
  ];
}

/** Random blocks, nested up to four deep. */
export const anyBlock: fc.Arbitrary<Block> = fc.letrec<{ block: Block }>((tie) => ({
  block: fc.oneof({ maxDepth: 4, depthSize: 'small', withCrossShrink: true }, leaf, ...compound(tie('block'))),
})).block;
