import type { z } from 'zod';
import type { Actor } from '../port/module-contract.ts';
import type { TaskRow } from '../port/queries.ts';
import type { Authenticator } from '../port/authenticator.ts';
import { mayClaim, mayComplete } from './rights.ts';
import type { task } from './schema/work.ts';

/** A task as the API shows it. */
export type TaskAnswer = z.input<typeof task>;

/** Tasks with the assignee's name and what the asking person may do with each. */
export async function presentTasks(rows: readonly TaskRow[], actor: Actor, identity: Authenticator): Promise<readonly TaskAnswer[]> {
  const names = await identity.namesOf(distinct(rows.map((row) => row.assignee)));
  return rows.map((row) => presentTask(row, actor, names));
}

/** One task; `names` maps the ids of people to names, an id without a name is shown as it is. */
export function presentTask(row: TaskRow, actor: Actor, names: ReadonlyMap<string, string>): TaskAnswer {
  return {
    id: row.id,
    name: row.name,
    elementId: row.elementId,
    processInstanceId: row.processInstanceId,
    rootInstanceId: row.rootInstanceId,
    processId: row.processId,
    processName: row.processName,
    definitionId: row.definitionId,
    businessKey: row.businessKey,
    assignee: personOf(row.assignee, names),
    candidateGroups: row.candidateGroups,
    candidateUsers: row.candidateUsers,
    createdAt: row.createdAt,
    dueAt: row.dueAt,
    priority: row.priority,
    status: row.status,
    completedAt: row.completedAt,
    completedBy: row.completedBy,
    formId: row.formId,
    canClaim: mayClaim(actor, row),
    canComplete: mayComplete(actor, row),
  };
}

/** The person with his name, or with his id where he has none (he may have come from a diagram). */
export function personOf(id: string | null, names: ReadonlyMap<string, string>): { readonly id: string; readonly name: string } | null {
  return id === null ? null : { id, name: names.get(id) ?? id };
}

function distinct(ids: readonly (string | null)[]): readonly string[] {
  return [...new Set(ids.filter((id) => id !== null))];
}
