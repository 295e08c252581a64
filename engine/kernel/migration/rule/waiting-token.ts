import type { ElementId, FlowNode } from '../../../model/index.ts';
import { joins } from '../../behavior/take-flows.ts';
import type { CommandProblem } from '../../../model/index.ts';
import type { MigrationContext, MigrationRule } from '../context.ts';
import { problem } from '../context.ts';

/** A node before which a token may rest: one that joins, or a gateway that would pass it on because nothing else comes. */
const takesResting = (node: FlowNode): boolean => joins(node) || node.kind === 'parallelGateway' || node.kind === 'inclusiveGateway';

function checkFlow(context: MigrationContext, flowId: ElementId): readonly CommandProblem[] {
  const { source, target, mapping } = context;
  const place = mapping.get(flowId);
  const flow = source.flows[flowId];
  const moved = target.flows[place ?? ''];
  if (flow === undefined) return [];
  if (place === undefined || moved === undefined)
    return [
      problem('TOKEN_FLOW_LOST', flowId, `Expected a flow to take the place of "${flowId}", on which a token rests, but there is none.`),
    ];
  if (moved.scopeId !== mapping.get(flow.scopeId))
    return [
      problem(
        'SCOPE_CHANGED',
        flowId,
        `Expected "${place}" to be in the scope of "${flowId}", on which a token rests, but it is in "${moved.scopeId}".`,
      ),
    ];
  const [before, after] = [source.nodes[flow.targetId], target.nodes[moved.targetId]];
  if (before?.kind === after?.kind && after !== undefined && takesResting(after)) return [];
  return [
    problem(
      'JOIN_CHANGED',
      flowId,
      `Expected "${place}" to lead to a ${before?.kind} that joins, because a token rests on "${flowId}", but it leads to "${moved.targetId}".`,
    ),
  ];
}

/** A token that rests before a join needs a flow in the other definition that leads to a join of the same kind. */
export const waitingToken: MigrationRule = (context) => {
  const flowIds = new Set(Object.values(context.state.tokens).map((token) => token.flowId));
  return [...flowIds].flatMap((flowId) => checkFlow(context, flowId));
};
