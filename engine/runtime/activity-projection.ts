import type { ElementInstance } from '../state/index.ts';
import { ROOT_SCOPE_ID } from '../model/index.ts';
import type { ActivityWrite } from '../port/step-write.ts';
import type { JournalEntry } from './journal-chain.ts';
import type { TreeInstance } from './tree-step.ts';

/**
 * Rows of the history: one per visit of a flow node that this step began or ended. The process itself has the row of its instance, and a loop around
 * its bodies shows nowhere.
 */
export function projectActivities(instance: TreeInstance): readonly ActivityWrite[] {
  const rows: Rows = new Map();
  for (const entry of instance.entries) {
    for (const record of entry.records) {
      if (record.kind === 'elementEntered') begin(instance, entry, record.elementInstance, true, rows);
      else if (record.kind === 'elementLeft') end(instance, entry, record, 'completed', rows);
      else if (record.kind === 'elementCancelled') end(instance, entry, record, 'cancelled', rows);
    }
    if (entry.command.kind === 'migrate')
      for (const element of goingOn(instance)) if (!rows.has(element.id)) begin(instance, entry, element, false, rows);
  }
  return [...rows.values()].filter((row) => row !== null);
}

/** By the id of the visit; null for one that is not shown. */
type Rows = Map<string, ActivityWrite | null>;

/** True when the step has let the instance go on with another definition: all of its rows say so then. */
export const isMigrated = (instance: TreeInstance): boolean =>
  instance.before !== null && instance.before.state.definitionId !== instance.state.definitionId;

/** Visits that went on through a migration: their rows are stored and get the element and definition of now. */
function goingOn(instance: TreeInstance): readonly ElementInstance[] {
  return Object.values(instance.state.elementInstances).filter(
    (element) => instance.before?.state.elementInstances[element.id] !== undefined,
  );
}

function begin(instance: TreeInstance, entry: JournalEntry, element: ElementInstance, isNew: boolean, rows: Rows): void {
  const kind = shownKind(instance, element);
  rows.set(
    element.id,
    kind === null
      ? null
      : {
          isNew,
          instanceId: instance.id,
          elementInstanceId: element.id,
          definitionId: instance.state.definitionId,
          elementId: element.elementId,
          kind,
          status: 'active',
          startedAt: entry.at,
          endedAt: null,
          endedBy: null,
          endedByName: null,
        },
  );
}

function end(
  instance: TreeInstance,
  entry: JournalEntry,
  record: { readonly elementInstanceId: string; readonly elementId: string },
  status: 'completed' | 'cancelled',
  rows: Rows,
): void {
  const id = record.elementInstanceId;
  const known = rows.get(id);
  if (known === null) return;
  const isLoopBody = instance.before?.state.elementInstances[id]?.isLoopBody ?? false;
  const kind = known?.kind ?? shownKind(instance, { id, elementId: record.elementId, isLoopBody });
  if (kind === null) return;
  const row = known ?? {
    // The start is stored already; only the end is taken from this row.
    isNew: false,
    instanceId: instance.id,
    elementInstanceId: id,
    definitionId: instance.state.definitionId,
    elementId: record.elementId,
    kind,
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

/** Kind of the flow node; null for what is none. */
function shownKind(
  instance: TreeInstance,
  { id, elementId, isLoopBody }: { readonly id: string; readonly elementId: string; readonly isLoopBody: boolean },
): string | null {
  if (id === ROOT_SCOPE_ID || isLoopBody) return null;
  return instance.definition.definition.nodes[elementId]?.kind ?? null;
}
