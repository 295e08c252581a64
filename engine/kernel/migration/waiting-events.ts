import type { ElementId, FlowNode, ProcessDefinition } from '../../model/index.ts';
import type { ElementInstance } from '../../state/index.ts';
import { acceptsEvents } from '../behavior/event-sub-processes.ts';
import { restoredScopeId } from '../behavior/restore-scope.ts';

const existing = (definition: ProcessDefinition, ids: readonly (ElementId | undefined)[]): readonly FlowNode[] =>
  ids.flatMap((id) => definition.nodes[id ?? ''] ?? []);

/** The events that wait on behalf of an element instance beside itself: at its boundary, before its event sub-processes, after its gateway. */
export function attachedEvents(definition: ProcessDefinition, elementId: ElementId, instance: ElementInstance): readonly FlowNode[] {
  if (restoredScopeId(instance) !== null) return [];
  const node = definition.nodes[elementId];
  const boundary = node !== undefined && 'boundaryEventIds' in node && instance.loopIndex === null ? node.boundaryEventIds : [];
  const scopes = instance.isLoopBody ? [] : (definition.containers[elementId]?.eventSubProcessIds ?? []);
  const starts = scopes.map((id) => definition.containers[id]?.startEventIds[0]);
  const following = node?.kind === 'eventBasedGateway' ? node.outgoing.map((flowId) => definition.flows[flowId]?.targetId) : [];
  return existing(definition, [...boundary, ...starts, ...following]);
}

/** True when an event that the old definition did not have begins to wait now: its activity is running, or its scope still takes events. */
export function opensNew(instance: ElementInstance, event: FlowNode): boolean {
  if (event.kind === 'startEvent') return acceptsEvents(instance);
  if (event.kind === 'boundaryEvent') return instance.status === 'active' || instance.status === 'completing';
  return instance.status === 'active';
}
