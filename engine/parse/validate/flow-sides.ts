import type { FlowNode } from '../../model/index.ts';
import { children, idOf } from '../moddle-element.ts';
import { about, labelOf } from './rule.ts';
import type { Rule, RuleContext } from './rule.ts';

/** Flows that the element lists on one side, and which do not end there. */
function strangers(context: RuleContext, node: FlowNode, side: 'incoming' | 'outgoing'): readonly string[] {
  const element = context.elementById.get(node.id);
  const own: ReadonlySet<string> = new Set(node[side]);
  return (element === undefined ? [] : children(element, side)).flatMap((flow) => idOf(flow) ?? []).filter((id) => !own.has(id));
}

/** What a node lists as its flows repeats what the flows say; where both differ, the flows count (BPMN 2.0.2, 8.4.13). */
export const flowSides: Rule = {
  id: 'flow-sides',
  severity: 'warning',
  section: 'BPMN 2.0.2, 8.4.13',
  statement: 'The incoming and outgoing flows that a node lists are those that end and begin at it.',
  check: (context) =>
    context.nodes.flatMap(({ node }) =>
      (['incoming', 'outgoing'] as const).flatMap((side) =>
        strangers(context, node, side).map((id) =>
          about(context, 'flow-sides', node, {
            severity: 'warning',
            expected: `${side} flows of ${labelOf(node)} that are connected to it`,
            found: `"${id}", which is not`,
            mend: 'Connect the flow again, or remove it from the list.',
          }),
        ),
      ),
    ),
};
