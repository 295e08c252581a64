import fc from 'fast-check';
import type { Draft } from '../engine/kernel/support/define.ts';
import type { RandomProcess } from './lay-block.ts';

/** A flow to be added: numbers that pick the scope, the node it leaves, the node it comes to, and for which values of `n` it is taken. */
export interface Jump {
  readonly scope: number;
  readonly from: number;
  readonly to: number;
  readonly modulus: number;
}

/** One to six jumps. */
export const anyJumps: fc.Arbitrary<readonly Jump[]> = fc.array(
  fc.record({ scope: fc.nat(50), from: fc.nat(50), to: fc.nat(50), modulus: fc.integer({ min: 1, max: 3 }) }),
  { minLength: 1, maxLength: 6 },
);

interface Scope {
  readonly nodes: readonly Draft[];
  readonly flows: readonly string[];
}

const isOutside = (node: Draft): boolean => node.kind === 'eventSubProcess' || node.own['isForCompensation'] === true;
const definesLink = (node: Draft): boolean => JSON.stringify(node.own['definitions'] ?? []).includes('"link"');
const targetOf = (flow: string): string => / > (\w+)/.exec(flow)?.[1] ?? '';
const sourceOf = (flow: string): string => /(\w+) > /.exec(flow)?.[1] ?? '';

/** Where a flow may begin (BPMN 2.0.2, table 7.3): not at an end, and behind an event-based gateway stand only its events. */
const mayLeave = (node: Draft): boolean =>
  !isOutside(node) &&
  node.kind !== 'endEvent' &&
  node.kind !== 'eventBasedGateway' &&
  !(node.kind === 'intermediateThrowEvent' && definesLink(node)) &&
  !(node.kind === 'boundaryEvent' && JSON.stringify(node.own['definitions']).includes('"compensation"'));

/** Where it may come to: not to a start or boundary event, a catching link, or an event that waits for an event-based gateway. */
function mayEnter(scope: Scope, node: Draft): boolean {
  const gateways = new Set(scope.nodes.filter(({ kind }) => kind === 'eventBasedGateway').map(({ id }) => id));
  const isAwaited = scope.flows.some((flow) => gateways.has(sourceOf(flow)) && targetOf(flow) === node.id);
  return (
    !isOutside(node) &&
    !isAwaited &&
    node.kind !== 'startEvent' &&
    node.kind !== 'boundaryEvent' &&
    !(node.kind === 'intermediateCatchEvent' && definesLink(node))
  );
}

/** Only a parallel gateway and a start event may not have a condition on their flows. */
const takesConditions = (node: Draft): boolean => node.kind !== 'parallelGateway' && node.kind !== 'startEvent';

function addJump(scope: Scope, jump: Jump): Scope {
  const sources = scope.nodes.filter(mayLeave);
  const targets = scope.nodes.filter((node) => mayEnter(scope, node));
  const [from, to] = [sources[jump.from % Math.max(1, sources.length)], targets[jump.to % Math.max(1, targets.length)]];
  if (from === undefined || to === undefined) return scope;
  const condition = takesConditions(from) ? ` if modulo(n, ${jump.modulus}) = 0` : '';
  // First in document order, so that an exclusive gateway takes it when its condition holds.
  return { nodes: scope.nodes, flows: [`${from.id} > ${to.id}${condition}`, ...scope.flows] };
}

/** The scopes of a process, outermost first. */
function scopesOf(scope: Scope): readonly Scope[] {
  return [scope, ...scope.nodes.flatMap(({ content }) => (content === null ? [] : scopesOf(content)))];
}

function replace(scope: Scope, old: Scope, changed: Scope): Scope {
  if (scope === old) return changed;
  return {
    flows: scope.flows,
    nodes: scope.nodes.map((node) => (node.content === null ? node : { ...node, content: replace(node.content, old, changed) })),
  };
}

/** The process with flows added between nodes of the same scope: loops, joins in loops, joins that wait for ever. */
export function withJumps(process: RandomProcess, jumps: readonly Jump[]): RandomProcess {
  let changed: Scope = process;
  for (const jump of jumps) {
    const scopes = scopesOf(changed);
    const scope = scopes[jump.scope % scopes.length];
    if (scope !== undefined) changed = replace(changed, scope, addJump(scope, jump));
  }
  return { ...process, nodes: changed.nodes, flows: changed.flows };
}
