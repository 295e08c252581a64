import type { FlowNode } from '../../model/index.ts';
import { about, labelOf } from './rule.ts';
import type { Rule } from './rule.ts';

/** What the node lacks so that it waits until somebody completes it by hand or by the API; null when it lacks nothing. */
function lack(node: FlowNode): { readonly expected: string; readonly mend: string } | null {
  const job = { expected: 'a task definition', mend: 'Choose an operation, or leave it to be completed from outside.' };
  switch (node.kind) {
    case 'serviceTask':
      return node.job === null ? job : null;
    case 'sendTask':
      return node.job === null && node.message === null ? { ...job, expected: 'a task definition or a message' } : null;
    case 'businessRuleTask':
      return node.job === null && node.decisionId === null ? { ...job, expected: 'a decision or a task definition' } : null;
    case 'userTask':
      return node.assignee === null && node.candidateGroups === null && node.candidateUsers === null && node.lanes.length === 0
        ? { expected: 'an assignee, candidates or a lane', mend: 'Say who does the task, or leave it for everybody who may see all tasks.' }
        : null;
    default:
      return null;
  }
}

/** Tasks that nobody is named for: they wait. */
export const taskWaits: Rule = {
  id: 'task-waits',
  severity: 'warning',
  section: 'BPMN 2.0.2, 10.3.3',
  statement: 'A task says who or what does it.',
  check: (context) =>
    context.nodes.flatMap(({ node }) => {
      const found = lack(node);
      return found === null
        ? []
        : [
            about(context, 'task-waits', node, {
              severity: 'warning',
              expected: `${labelOf(node)} with ${found.expected}`,
              found: 'none, so it waits',
              mend: found.mend,
            }),
          ];
    }),
};
