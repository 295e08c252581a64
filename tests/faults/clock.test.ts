import { expect } from 'chai';
import { FaultStage } from './fault-stage.ts';
import { recordFigure, whole } from './figure.ts';
import { scaled } from './scale.ts';

const CASES = scaled('FAULT_CLOCK_CASES', 30, 2_000);
const CLIENTS = 4;
const HOUR_MS = 3_600_000;
/** A timer that fires so late after its due time is called late, in milliseconds; nothing but a busy machine holds it up. */
const LATE_MS = 15_000;

describe('A product whose nodes have clocks one hour early and one hour late', function () {
  this.timeout(120_000 + CASES * 500);
  let stage: FaultStage;
  before(async () => {
    stage = await FaultStage.open({ servers: 3, failpoints: null, clockShiftsMs: [HOUR_MS, -HOUR_MS, 0] });
    await stage.database.pool.query(
      `create table fault_timer (id text primary key, due_at timestamptz not null, fired_at timestamptz, claims integer);
       create function fault_timer_made() returns trigger language plpgsql as $$
       begin insert into fault_timer values (new.id, new.due_at) on conflict do nothing; return new; end $$;
       create function fault_timer_fired() returns trigger language plpgsql as $$
       begin update fault_timer set fired_at = clock_timestamp(), claims = old.attempts where id = old.id; return old; end $$;
       create trigger fault_timer_made after insert on timer for each row execute function fault_timer_made();
       create trigger fault_timer_fired after delete on timer for each row execute function fault_timer_fired();`,
    );
  });
  after(() => stage.close());

  it('fires no timer early and none twice, and holds leases as long as ever', async () => {
    let left = CASES;
    await stage.load(CLIENTS, () => left-- > 0);
    await stage.finish(60_000);
    const instances = await stage.expectNothingLostOrDoubled();
    const { rows } = await stage.database.pool.query<{ timers: number; early: number; late: number; again: number }>(
      `select count(*)::int as timers, count(*) filter (where fired_at < due_at)::int as early,
         coalesce(max(extract(epoch from fired_at - due_at) * 1000), 0)::float as late, count(*) filter (where claims > 1)::int as again from fault_timer`,
    );
    const found = rows[0] ?? { timers: 0, early: 0, late: 0, again: 0 };
    recordFigure({
      row: 'clock',
      figure: `${whole(found.timers)} timers: ${found.early} early, latest ${whole(found.late)} ms after its time, ${found.again} leases taken over; ${whole(instances)} instances`,
      command: `FAULT_CLOCK_CASES=${CASES} mocha tests/faults/clock.test.ts`,
      seed: null,
      isMet: found.early === 0 && found.again === 0,
    });
    expect(found.timers).to.equal(instances);
    expect(found.early, 'timers that fired early').to.equal(0);
    expect(found.again, 'timers claimed again while their lease held').to.equal(0);
    expect(found.late, 'latest timer').to.be.at.most(LATE_MS);
  });
});
