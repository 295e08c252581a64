import type { FlowNode, ProcessDefinition } from '../../model/index.ts';
import { about, labelOf } from './rule.ts';
import type { Rule } from './rule.ts';

/**
 * Whether the activity is visible from the event: in the same scope, or, from an event sub-process, in the scope around it (BPMN 2.0.2,
 * tables 10.86 and 10.89). From anywhere else the event would find nothing to compensate.
 */
function isVisible(activity: FlowNode, event: FlowNode, definition: ProcessDefinition): boolean {
  for (let scopeId: string = event.scopeId; ;) {
    if (activity.scopeId === scopeId) return true;
    const scope = definition.nodes[scopeId];
    if (scope?.kind !== 'eventSubProcess') return false;
    ({ scopeId } = scope);
  }
}

/** A compensation event that names an activity which nothing compensates does nothing (BPMN 2.0.2, 13.5.5). */
export const compensationTarget: Rule = {
  id: 'compensation-target',
  severity: 'error',
  section: 'BPMN 2.0.2, 10.7.1',
  statement: 'A compensation event names an activity that is in its scope and can be compensated.',
  check: (context) =>
    context.nodes.flatMap(({ node, definition }) => {
      if (node.kind !== 'endEvent' && node.kind !== 'intermediateThrowEvent') return [];
      return node.definitions.flatMap((eventDefinition) => {
        if (eventDefinition.kind !== 'compensation' || eventDefinition.activityId === null) return [];
        const activity = definition.nodes[eventDefinition.activityId];
        const complain = (found: string, mend = 'Attach a compensation boundary event to the activity.') => [
          about(context, 'compensation-target', node, {
            expected: `compensation event ${labelOf(node)} to name an activity with a compensation handler`,
            found,
            mend,
          }),
        ];
        if (activity === undefined || !('compensationHandlerId' in activity)) return complain(eventDefinition.activityId);
        if (!isVisible(activity, node, definition))
          return complain(
            `${labelOf(activity)}, which is in another scope`,
            'Throw the event in the scope of the activity, or in an event sub-process there.',
          );
        return activity.compensationHandlerId === null && definition.containers[activity.id] === undefined
          ? complain(`${labelOf(activity)}, which has none`)
          : [];
      });
    }),
};
