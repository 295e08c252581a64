import { EXECUTED_FEATURES, eventPositionOf, isExecutedEvent, isExecutedNode } from '../../model/index.ts';
import type { FlowNode, ProcessDefinition } from '../../model/index.ts';
import { isAllowedByStandard } from './event-definition-allowed.ts';
import type { RuleContext } from './rule.ts';

type Feature = keyof typeof EXECUTED_FEATURES;

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
  const position = eventPositionOf(node, definition);
  const events =
    'definitions' in node && position !== null
      ? node.definitions
          .filter(({ kind }) => isAllowedByStandard(node, definition, kind) && !isExecutedEvent(position, kind))
          .map(({ kind }) => `a ${kind} event as ${node.kind}`)
      : [];
  const features = featuresOf(node, definition).filter((feature) => !EXECUTED_FEATURES[feature]);
  return [...(isExecutedNode(node.kind) ? [] : [node.kind]), ...events, ...features];
}

/** What the standard allows and the kernel's table of capabilities does not know; part of the rule `not-executed`. */
export function missingCapabilities(context: RuleContext): readonly { readonly node: FlowNode; readonly found: string }[] {
  return context.nodes.flatMap(({ node, definition }) => missing(node, definition).map((found) => ({ node, found })));
}
