import { expect } from 'chai';
import { verifyTree } from '../../engine/runtime/verify-tree.ts';
import { readTree, treesAfter } from '../../engine/store/audit-rows.ts';
import type { TestDatabase } from '../support/database.ts';

/** Open instances that nothing will ever move, by promise 2: each has a job, timer, task, subscription, incident, due work or called instance. */
const STUCK = `
  select i.id from process_instance i where i.ended_at is null and i.status <> 'suspended'
    and not exists (select 1 from job where instance_id = i.id)
    and not exists (select 1 from timer where instance_id = i.id)
    and not exists (select 1 from task where instance_id = i.id and status = 'open')
    and not exists (select 1 from subscription where instance_id = i.id)
    and not exists (select 1 from incident where instance_id = i.id and status = 'open')
    and not exists (select 1 from due_work where instance_id = i.id)
    and not exists (select 1 from process_instance called where called.root_instance_id = i.root_instance_id and called.id <> i.id and called.ended_at is null)`;

/** Promise 2: no instance is stuck silently. */
export async function expectNobodyStuck(database: TestDatabase): Promise<void> {
  const stuck = await database.pool.query<{ id: string }>(STUCK);
  expect(
    stuck.rows.map((row) => row.id),
    'open instances with nothing that moves them',
  ).to.deep.equal([]);
}

/** Promise 3: the hash chain of every call tree is whole, and replaying its journal gives its stored state. Returns the number of trees. */
export async function expectJournalsWhole(database: TestDatabase): Promise<number> {
  const problems: string[] = [];
  let trees = 0;
  for await (const id of treesAfter(database.pool)) {
    trees += 1;
    problems.push(...verifyTree(await readTree(database.pool, id)));
  }
  expect(problems).to.deep.equal([]);
  return trees;
}
