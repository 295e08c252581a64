import type { Pool } from 'pg';
import type { Queries, Viewer } from '../../port/queries.ts';
import { runPrepared } from '../sql.ts';
import { createDefinitionQueries } from './definition-queries.ts';
import { createElementNames } from './element-names.ts';
import { createIncidentQueries } from './incident-queries.ts';
import { createInstanceQueries } from './instance-queries.ts';
import { readOverview } from './overview-query.ts';
import { SqlConditions } from './sql-conditions.ts';
import { createTaskQueries } from './task-queries.ts';
import { instanceVisible, taskVisible } from './visibility.ts';

/** The read side on PostgreSQL: plain SELECTs on the rows that the write side keeps, each with the viewer's rights in its condition. */
export function createQueries(pool: Pool): Queries {
  const elementsOf = createElementNames(pool);
  return {
    ...createTaskQueries(pool, elementsOf),
    ...createDefinitionQueries(pool),
    ...createInstanceQueries(pool, elementsOf),
    ...createIncidentQueries(pool, elementsOf),
    overview: () => readOverview(pool),
    visibleAmong: async (viewer, ids) => ({
      taskIds: await visibleTasks(pool, viewer, ids.taskIds),
      instanceIds: await visibleInstances(pool, viewer, ids.instanceIds),
    }),
  };
}

async function visibleTasks(pool: Pool, viewer: Viewer, ids: readonly string[]): Promise<ReadonlySet<string>> {
  if (ids.length === 0) return new Set();
  const where = new SqlConditions();
  where.add(`task.id = any(${where.parameter(ids)})`);
  where.add(taskVisible(viewer, where));
  return idsOf(await runPrepared<{ id: string }>(pool, `select task.id from task where ${where.sql}`, where.values));
}

async function visibleInstances(pool: Pool, viewer: Viewer, ids: readonly string[]): Promise<ReadonlySet<string>> {
  if (ids.length === 0) return new Set();
  const where = new SqlConditions();
  where.add(`instance.id = any(${where.parameter(ids)}::uuid[])`);
  where.add(instanceVisible(viewer, where));
  return idsOf(
    await runPrepared<{ id: string }>(pool, `select instance.id from process_instance as instance where ${where.sql}`, where.values),
  );
}

function idsOf(rows: readonly { readonly id: string }[]): ReadonlySet<string> {
  return new Set(rows.map((row) => row.id));
}
