import type { ElementId } from './ids.ts';
import type { EventDefinition } from './event-definition.ts';
import type { FlowNode } from './flow-node.ts';
import type { ProcessDefinition } from './process-definition.ts';

/** Something that begins a process: `elementId` is the `startEventId` of the command `start` when the definition has happened. */
export interface ProcessTrigger {
  readonly elementId: ElementId;
  readonly definition: EventDefinition;
  /** Position of the definition at its event. */
  readonly index: number;
  /** Definitions of the event that have to happen before the process begins: all of a parallel multiple start event, else 1. */
  readonly needs: number;
}

const definitionsOf = (node: FlowNode | undefined): readonly EventDefinition[] => {
  if (node?.kind === 'receiveTask') return [node.message];
  return node !== undefined && 'definitions' in node ? node.definitions : [];
};

const needsAll = (node: FlowNode): boolean => node.kind === 'startEvent' && node.isParallelMultiple;

function triggersOf(definition: ProcessDefinition, node: FlowNode): readonly ProcessTrigger[] {
  const of = (target: FlowNode | undefined): readonly ProcessTrigger[] =>
    target === undefined
      ? []
      : definitionsOf(target)
          .map((event, index, all) => ({ elementId: target.id, definition: event, index, needs: needsAll(target) ? all.length : 1 }))
          .filter(({ definition: { kind } }) => kind !== 'none');
  if (node.kind === 'startEvent') return of(node);
  if (node.kind === 'receiveTask') return node.instantiate ? of(node) : [];
  if (node.kind !== 'eventBasedGateway' || !node.instantiate) return [];
  return node.outgoing.flatMap((flowId) => of(definition.nodes[definition.flows[flowId]?.targetId ?? '']));
}

/**
 * Everything that begins a process without being asked (BPMN 2.0.2, 13.2): its start events with a trigger, receive tasks with
 * `instantiate`, and the events that follow an event-based gateway with `instantiate`. Whoever deploys the process waits for these.
 */
export function processTriggers(definition: ProcessDefinition): readonly ProcessTrigger[] {
  const content = definition.containers[definition.processId];
  return (content?.nodeIds ?? []).flatMap((id) => {
    const node = definition.nodes[id];
    return node === undefined ? [] : triggersOf(definition, node);
  });
}
