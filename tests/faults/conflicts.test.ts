import { expect } from 'chai';
import { FaultStage } from './fault-stage.ts';
import { recordFigure, whole } from './figure.ts';
import { scaled, seededRandom } from './scale.ts';

/** Conflicts to reach, most of them raised inside the transactions of steps by a trigger. */
const CONFLICTS = scaled('FAULT_CONFLICTS', 100, 10_000);
const CLIENTS = 8;
/** Sessions that lock rows in the other order than steps do: the task first, then its instance. */
const RIVALS = 2;
const RIVAL_INSTANCES = 5;

/** One journal row in ten is refused as PostgreSQL refuses for a serialisation failure or a deadlock. A sequence counts, for it never rolls back. */
const TRIGGER = `
  create sequence fault_conflicts;
  create function fault_conflict() returns trigger language plpgsql as $$
  begin
    if random() < 0.1 then
      perform nextval('fault_conflicts');
      if random() < 0.5 then raise exception 'could not serialize access' using errcode = '40001'; end if;
      raise exception 'deadlock detected' using errcode = '40P01';
    end if;
    return new;
  end $$;
  create trigger fault_conflict before insert on journal for each row execute function fault_conflict();`;

describe(`A product whose transactions are refused ${CONFLICTS} times for deadlocks and serialisation failures`, function () {
  this.timeout(120_000 + CONFLICTS * 100);
  const random = seededRandom();
  let stage: FaultStage;
  before(async () => {
    stage = await FaultStage.open({ servers: 2, failpoints: null });
    await stage.database.pool.query(TRIGGER);
  });
  after(() => stage.close());

  /** A real deadlock with a step that holds the instance and wants the task. Returns how many it was chosen to end. */
  async function rival(goesOn: () => boolean): Promise<number> {
    const client = await stage.database.pool.connect();
    let deadlocks = 0;
    await client.query(`set deadlock_timeout = '20ms'`);
    while (goesOn()) {
      try {
        await client.query('begin');
        const tasks = await client.query<{ id: string; instance_id: string }>(
          `select id, instance_id from task where status = 'open' order by id limit $1 for update`,
          [RIVAL_INSTANCES],
        );
        await new Promise((resolve) => setTimeout(resolve, random.below(20)));
        await client.query('select id from process_instance where id = any($1::uuid[]) for update', [
          tasks.rows.map((row) => row.instance_id),
        ]);
      } catch (error) {
        if (!(error instanceof Error && 'code' in error && error.code === '40P01')) throw error;
        deadlocks += 1;
      } finally {
        await client.query('rollback');
      }
      await new Promise((resolve) => setTimeout(resolve, random.below(20)));
    }
    client.release();
    return deadlocks;
  }

  it('runs them again, and none fails', async () => {
    let isOver = false;
    const conflicts = (): Promise<number> => stage.count('select case when is_called then last_value else 0 end as n from fault_conflicts');
    const rivals = Promise.all(Array.from({ length: RIVALS }, () => rival(() => !isOver)));
    while ((await conflicts()) < CONFLICTS) {
      let left = CLIENTS * 4;
      await stage.load(CLIENTS, () => left-- > 0);
    }
    isOver = true;
    const deadlocks = (await rivals).reduce((sum, each) => sum + each, 0);
    await stage.finish(60_000);
    const instances = await stage.expectNothingLostOrDoubled();
    const { retries } = stage.client;
    recordFigure({
      row: 'conflicts',
      figure: `${whole(await conflicts())} transactions refused, ${whole(deadlocks)} rivals ended by a deadlock with a step: ${whole(instances)} instances, ${whole(retries)} commands failed, 0 lost, 0 doubled`,
      command: `FAULT_CONFLICTS=${CONFLICTS} mocha tests/faults/conflicts.test.ts`,
      seed: random.seed,
      isMet: retries === 0,
    });
    expect(retries, 'commands that failed').to.equal(0);
    expect(deadlocks, 'deadlocks').to.be.at.least(1);
  });
});
