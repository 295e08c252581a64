import type { ElementInstance } from '../state/index.ts';
import { ROOT_SCOPE_ID } from '../model/index.ts';
import type { ActivityWrite } from '../port/step-write.ts';
import type { JournalEntry } from './journal-chain.ts';
import type { TreeInstance } from './tree-step.ts';

/** Rows of the history: one per visit of an element that this step began or ended. */
export function projectActivities(instance: TreeInstance): readonly ActivityWrite[] {
  const rows = new Map<string, ActivityWrite>();
  for (const entry of instance.entries) {
    for (const record of entry.records) {
      if (record.kind === 'elementEntered') rows.set(record.elementInstance.id, begun(instance, entry, record.elementInstance, true));
      else if (record.kind === 'elementLeft') end(instance, entry, record, 'completed', rows);
      else if (record.kind === 'elementCancelled') end(instance, entry, record, 'cancelled', rows);
    }
    if (entry.command.kind === 'migrate')
      for (const element of goingOn(instance)) if (!rows.has(element.id)) rows.set(element.id, begun(instance, entry, element, false));
  }
  return [...rows.values()];
}

/** True when the step has let the instance go on with another definition: all of its rows say so then. */
export const isMigrated = (instance: TreeInstance): boolean =>
  instance.before !== null && instance.before.state.definitionId !== instance.state.definitionId;

/** Visits that went on through a migration: their rows are stored and get the element and definition of now. */
function goingOn(instance: TreeInstance): readonly ElementInstance[] {
  return Object.values(instance.state.elementInstances).filter(
    (element) => instance.before?.state.elementInstances[element.id] !== undefined,
  );
}

function begun(instance: TreeInstance, entry: JournalEntry, element: ElementInstance, isNew: boolean): ActivityWrite {
  return {
    isNew,
    instanceId: instance.id,
    elementInstanceId: element.id,
    definitionId: instance.state.definitionId,
    elementId: element.elementId,
    kind: kindOf(instance, element.id, element.elementId, element.isLoopBody),
    status: 'active',
    startedAt: entry.at,
    endedAt: null,
    endedBy: null,
    endedByName: null,
  };
}

function end(
  instance: TreeInstance,
  entry: JournalEntry,
  record: { readonly elementInstanceId: string; readonly elementId: string },
  status: 'completed' | 'cancelled',
  rows: Map<string, ActivityWrite>,
): void {
  const id = record.elementInstanceId;
  const isLoopBody = instance.before?.state.elementInstances[id]?.isLoopBody ?? false;
  const row = rows.get(id) ?? {
    // The start is stored already; only the end is taken from this row.
    isNew: false,
    instanceId: instance.id,
    elementInstanceId: id,
    definitionId: instance.state.definitionId,
    elementId: record.elementId,
    kind: kindOf(instance, id, record.elementId, isLoopBody),
    startedAt: entry.at,
  };
  const byPerson = row.kind === 'userTask' && entry.actor.kind !== 'engine' && entry.command.kind === 'completeTask';
  rows.set(id, {
    ...row,
    status,
    endedAt: entry.at,
    endedBy: byPerson ? entry.actor.id : null,
    endedByName: byPerson ? entry.actor.name : null,
  });
}

function kindOf(instance: TreeInstance, elementInstanceId: string, elementId: string, isLoopBody: boolean): string {
  if (elementInstanceId === ROOT_SCOPE_ID) return 'process';
  if (isLoopBody) return 'loopBody';
  return instance.definition.definition.nodes[elementId]?.kind ?? 'process';
}
