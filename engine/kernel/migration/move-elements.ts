import type { ElementId, JsonObject, JsonValue } from '../../model/index.ts';
import type { ElementInstance } from '../../state/index.ts';
import type { Step } from '../step.ts';
import type { MigrationChange } from '../../model/index.ts';
import type { ElementMapping } from './mapping.ts';

const placeOf = (mapping: ElementMapping, id: JsonValue | undefined): ElementId | null =>
  typeof id === 'string' ? (mapping.get(id as ElementId) ?? null) : null; // Handlers write ids of elements into these members.

/** Working data of handlers that names elements: the flows of a complex gateway, the start of an event sub-process, events that have come. */
function movedData(data: JsonObject, mapping: ElementMapping): JsonObject {
  const moved: Record<string, JsonValue> = { ...data };
  for (const name of ['startEventId', 'cameFirst', 'withoutStart']) {
    if (data[name] !== undefined) moved[name] = placeOf(mapping, data[name]) ?? data[name];
  }
  const { consumed, collected } = data as { consumed?: JsonValue; collected?: JsonValue }; // Only looked at below.
  if (Array.isArray(consumed)) moved['consumed'] = (consumed as readonly JsonValue[]).flatMap((id) => placeOf(mapping, id) ?? []);
  if (typeof collected === 'object' && collected !== null)
    moved['collected'] = Object.fromEntries(Object.entries(collected).map(([id, value]) => [placeOf(mapping, id) ?? id, value]));
  return moved;
}

const isSame = (left: JsonValue, right: JsonValue): boolean => JSON.stringify(left) === JSON.stringify(right);

function moveElement(step: Step, instance: ElementInstance, mapping: ElementMapping): void {
  const elementId = mapping.get(instance.elementId) ?? instance.elementId;
  const viaFlowId = instance.viaFlowId === null ? null : (mapping.get(instance.viaFlowId) ?? null);
  const data = movedData(instance.data, mapping);
  if (elementId === instance.elementId && viaFlowId === instance.viaFlowId && isSame(data, instance.data)) return;
  step.emit({ kind: 'elementMigrated', elementInstanceId: instance.id, elementId, viaFlowId, data });
}

/** Puts element instances, resting tokens and what can be compensated on the elements that take their places. */
export function moveElements(step: Step, mapping: ElementMapping): readonly MigrationChange[] {
  const changes: MigrationChange[] = [];
  const note = (subject: MigrationChange['subject'], id: string, elementId: ElementId, targetElementId: ElementId): void => {
    changes.push({ subject, id, elementId, targetElementId, change: 'kept' });
  };
  for (const instance of Object.values(step.draft.elementInstances)) {
    moveElement(step, instance, mapping);
    if (instance.scopeId !== null) note('element', instance.id, instance.elementId, step.instance(instance.id).elementId);
  }
  for (const token of Object.values(step.draft.tokens)) {
    const flowId = mapping.get(token.flowId) ?? token.flowId;
    if (flowId !== token.flowId) step.emit({ kind: 'tokenMigrated', tokenId: token.id, flowId });
    note('token', token.id, token.flowId, flowId);
  }
  for (const entry of step.draft.compensations) {
    const elementId = mapping.get(entry.elementId) ?? entry.elementId;
    const handlerId = mapping.get(entry.handlerId) ?? entry.handlerId;
    if (elementId !== entry.elementId || handlerId !== entry.handlerId)
      step.emit({ kind: 'compensationMigrated', entryId: entry.id, elementId, handlerId });
    note('compensation', entry.id, entry.elementId, elementId);
  }
  return changes;
}
