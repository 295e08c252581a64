import type { FlowNode } from '../../model/index.ts';
import { child, idOf, isA } from '../moddle-element.ts';
import { about, labelOf } from './rule.ts';
import type { Rule, RuleContext } from './rule.ts';

/** Ids of the activities that associations lead to from the event. */
function associatedActivities(context: RuleContext, event: FlowNode): readonly string[] {
  return context.executedElements.flatMap((association) => {
    const source = association.$type === 'bpmn:Association' ? child(association, 'sourceRef') : null;
    const target = source !== null && idOf(source) === event.id ? child(association, 'targetRef') : null;
    return target !== null && isA(target, 'bpmn:Activity') ? [idOf(target) ?? ''] : [];
  });
}

/** BPMN 2.0.2, 10.7.1: a compensation boundary event is associated with an activity for compensation, which stands outside the normal flow. */
export const compensationHandler: Rule = {
  id: 'compensation-handler',
  severity: 'error',
  section: 'BPMN 2.0.2, 10.7.1',
  statement: 'A compensation event is associated with one activity for compensation, which stands outside the normal flow.',
  check: (context) =>
    context.nodes.flatMap(({ node, definition }) => {
      const complain = (expected: string, found: string, mend: string) => [
        about(context, 'compensation-handler', node, { expected, found, mend }),
      ];
      if (node.kind === 'boundaryEvent' && node.definitions.some(({ kind }) => kind === 'compensation')) {
        const host = definition.nodes[node.attachedToId];
        if (host === undefined || !('compensationHandlerId' in host)) return [];
        const handler = host.compensationHandlerId === null ? undefined : definition.nodes[host.compensationHandlerId];
        if (handler === undefined)
          return complain(
            `an association from ${labelOf(node)} to its compensation activity`,
            'none',
            'Draw an association from the event to the activity that undoes the work.',
          );
        if (!('isForCompensation' in handler) || !handler.isForCompensation)
          return complain(
            `${labelOf(handler)} to be marked as for compensation`,
            'an ordinary activity',
            'Set isForCompensation="true" on it.',
          );
        const handlers = associatedActivities(context, node);
        if (handlers.length > 1)
          return complain(`one compensation activity of ${labelOf(node)}`, handlers.join(', '), 'Put the activities into one sub-process.');
        return [];
      }
      if (!('isForCompensation' in node) || !node.isForCompensation) return [];
      const flows = [...node.incoming, ...node.outgoing];
      return flows.length === 0
        ? []
        : complain(`compensation activity ${labelOf(node)} outside the normal flow`, flows.join(', '), 'Remove its sequence flows.');
    }),
};
