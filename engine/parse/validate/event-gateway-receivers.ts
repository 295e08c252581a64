import type { FlowNode } from '../../model/index.ts';
import { about, labelOf } from './rule.ts';
import type { Rule } from './rule.ts';

/** Names of messages for which the element waits. */
function messageNames(node: FlowNode): readonly string[] {
  const definitions = node.kind === 'receiveTask' ? [node.message] : node.kind === 'intermediateCatchEvent' ? node.definitions : [];
  return definitions.flatMap((definition) =>
    definition.kind === 'message' && definition.messageName.kind === 'literal' && definition.messageName.value !== ''
      ? [String(definition.messageName.value)]
      : [],
  );
}

const waitsForMessage = (node: FlowNode): boolean =>
  node.kind === 'intermediateCatchEvent' && node.definitions.some(({ kind }) => kind === 'message');

/** BPMN 2.0.2, 10.6.6: behind one gateway messages are received by events or by tasks, not by both; and one message takes one way. */
export const eventGatewayReceivers: Rule = {
  id: 'event-gateway-receivers',
  severity: 'error',
  section: 'BPMN 2.0.2, 10.6.6',
  statement: 'Behind an event-based gateway messages are received by events or by tasks, and each message by one of them.',
  check: (context) =>
    context.nodes.flatMap(({ node, definition }) => {
      if (node.kind !== 'eventBasedGateway') return [];
      const targets = node.outgoing.flatMap((id) => definition.nodes[definition.flows[id]?.targetId ?? ''] ?? []);
      const complain = (expected: string, found: string, mend: string) =>
        about(context, 'event-gateway-receivers', node, {
          expected: `event gateway ${labelOf(node)} followed by ${expected}`,
          found,
          mend,
        });
      const task = targets.find((target) => target.kind === 'receiveTask');
      const event = targets.find(waitsForMessage);
      const names = targets.flatMap(messageNames);
      const twice = names.find((name, index) => names.indexOf(name) !== index);
      if (task !== undefined && event !== undefined)
        return [
          complain(
            'message events or receive tasks, not both',
            `${labelOf(event)} and ${labelOf(task)}`,
            'Replace the receive task by a message catch event.',
          ),
        ];
      return twice === undefined
        ? []
        : [complain('one element per message', `two for the message "${twice}"`, 'Remove one, or let it wait for another message.')];
    }),
};
