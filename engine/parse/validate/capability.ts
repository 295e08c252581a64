import { EXECUTED_FEATURES, isExecutedEvent, isExecutedNode } from '../../model/index.ts';
import type { EventPosition, FlowNode, ProcessDefinition } from '../../model/index.ts';
import { isAllowedByStandard } from './event-definition-allowed.ts';
import { about, labelOf } from './rule.ts';
import type { Rule } from './rule.ts';

type Feature = keyof typeof EXECUTED_FEATURES;

function positionOf(node: FlowNode, definition: ProcessDefinition): EventPosition | null {
  switch (node.kind) {
    case 'startEvent':
      return definition.nodes[node.scopeId]?.kind === 'eventSubProcess' ? 'eventSubProcessStart' : 'start';
    case 'intermediateCatchEvent':
      return 'intermediateCatch';
    case 'intermediateThrowEvent':
      return 'intermediateThrow';
    case 'boundaryEvent':
      return 'boundary';
    case 'endEvent':
      return 'end';
    default:
      return null;
  }
}

/** Things beyond its kind that the node needs of the kernel. */
function featuresOf(node: FlowNode, definition: ProcessDefinition): readonly Feature[] {
  const isProcessStart = node.kind === 'startEvent' && definition.nodes[node.scopeId] === undefined;
  const isParallelMultiple = 'isParallelMultiple' in node && node.isParallelMultiple && node.definitions.length > 1;
  return [
    ...('loop' in node && node.loop !== null ? [node.loop.kind] : []),
    ...('definitions' in node && node.definitions.length > 1 ? ['multipleEvent' as const] : []),
    ...(isParallelMultiple ? [isProcessStart ? ('parallelMultipleProcessStart' as const) : ('parallelMultipleEvent' as const)] : []),
    ...(node.kind === 'receiveTask' && node.instantiate ? ['instantiatingReceiveTask' as const] : []),
    ...(node.kind === 'eventBasedGateway' && node.instantiate ? ['instantiatingEventBasedGateway' as const] : []),
    ...(node.kind === 'eventBasedGateway' && node.isParallel ? ['parallelEventBasedGateway' as const] : []),
  ];
}

/** What the kernel's table of capabilities says is not executed; event definitions that the standard forbids are another rule's. */
function missing(node: FlowNode, definition: ProcessDefinition): readonly string[] {
  const position = positionOf(node, definition);
  const events =
    'definitions' in node && position !== null
      ? node.definitions
          .filter(({ kind }) => isAllowedByStandard(node, definition, kind) && !isExecutedEvent(position, kind))
          .map(({ kind }) => `a ${kind} event as ${node.kind}`)
      : [];
  const features = featuresOf(node, definition).filter((feature) => !EXECUTED_FEATURES[feature]);
  return [...(isExecutedNode(node.kind) ? [] : [node.kind]), ...events, ...features];
}

/** What the standard allows and the kernel does not execute is refused: none is ever ignored. */
export const capability: Rule = {
  id: 'not-executed',
  check: (context) =>
    context.nodes.flatMap(({ node, definition }) =>
      missing(node, definition).map((found) =>
        about(context, 'not-executed', node, {
          expected: `${labelOf(node)} to be something that is executed`,
          found,
          mend: 'Model it in another way; the coverage page of the documentation lists what is executed.',
        }),
      ),
    ),
};
