import type { FlowNode } from '../../../model/index.ts';
import type { MigrationRule } from '../context.ts';
import { problem } from '../context.ts';

function loopOf(node: FlowNode): string {
  if (!('loop' in node) || node.loop === null) return 'no loop';
  if (node.loop.kind === 'standardLoop') return 'a standard loop';
  return node.loop.isSequential ? 'a sequential multi-instance loop' : 'a parallel multi-instance loop';
}

/** The loop of an active activity stays of its kind: a body and its instances cannot be made up or merged. Its expressions may change. */
export const loop: MigrationRule = ({ active }) =>
  active.flatMap(({ source, target }) => {
    if (target === null || loopOf(source) === loopOf(target)) return [];
    return [
      problem('LOOP_CHANGED', source.id, `Expected "${target.id}" to have ${loopOf(source)} as before, but it has ${loopOf(target)}.`),
    ];
  });
