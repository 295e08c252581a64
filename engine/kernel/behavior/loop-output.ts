import type { FlowNode, MultiInstanceLoop } from '../../model/index.ts';
import type { ElementInstance } from '../../state/index.ts';

/** The variable that an output element names directly (`result` or `result.price`), so that it can be local to each instance. */
export function outputVariable(loop: MultiInstanceLoop): string | null {
  if (loop.outputElement?.kind !== 'feel') return null;
  const name = /^\s*([A-Za-z_]\w*)(?:\.\w+)*\s*$/.exec(loop.outputElement.source)?.[1] ?? null;
  return name === loop.inputElement ? null : name;
}

/**
 * The variable of an instance of a multi-instance activity from which its output is collected: an output mapping to it stays at the
 * instance (BPMN 2.0.2, 10.3.8: the output data item belongs to each instance). Null for every other element instance.
 */
export const ownOutputOf = (node: FlowNode, instance: ElementInstance): string | null =>
  instance.loopIndex !== null && 'loop' in node && node.loop?.kind === 'multiInstance' ? outputVariable(node.loop) : null;
