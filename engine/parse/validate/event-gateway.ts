import type { FlowNode } from '../../model/index.ts';
import { about, labelOf } from './rule.ts';
import type { Rule } from './rule.ts';

const WAITS: ReadonlySet<string> = new Set(['message', 'timer', 'signal', 'conditional']);

function mayFollow(target: FlowNode | undefined): boolean {
  if (target?.kind === 'receiveTask') return target.boundaryEventIds.length === 0 && (target.startQuantity ?? 1) === 1;
  return target?.kind === 'intermediateCatchEvent' && target.definitions.every(({ kind }) => WAITS.has(kind));
}

/** BPMN 2.0.2, 10.6.6: an event gateway leads to at least two catching events or receive tasks, which have no other incoming flow. */
export const eventGateway: Rule = {
  id: 'event-gateway',
  severity: 'error',
  section: 'BPMN 2.0.2, 10.6.6',
  statement: 'An event-based gateway leads to two or more catching events or receive tasks that have no other way in.',
  check: (context) =>
    context.nodes.flatMap(({ node, definition }) => {
      if (node.kind !== 'eventBasedGateway') return [];
      const targets = node.outgoing.flatMap((id) => definition.nodes[definition.flows[id]?.targetId ?? ''] ?? []);
      const complain = (expected: string, found: string, mend: string) =>
        about(context, 'event-gateway', node, { expected: `event gateway ${labelOf(node)} ${expected}`, found, mend });
      const wrong = targets.filter((target) => !mayFollow(target));
      const shared = targets.filter((target) => target.incoming.length > 1);
      return [
        ...(targets.length < 2
          ? [complain('with at least two outgoing flows', String(targets.length), 'Add the other event that may come.')]
          : []),
        ...(wrong.length > 0
          ? [
              complain(
                'followed only by message, timer, signal and conditional catch events or receive tasks without boundary events and with a start quantity of 1',
                wrong.map(labelOf).join(', '),
                'Put a catching event between the gateway and the element.',
              ),
            ]
          : []),
        ...(shared.length > 0
          ? [
              complain(
                'followed by events that have no other incoming flow',
                shared.map(labelOf).join(', '),
                'Give the event a flow from the gateway alone.',
              ),
            ]
          : []),
      ];
    }),
};
