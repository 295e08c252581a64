import { expect } from 'chai';
import { bpmn, path, serviceTask } from '../support/bpmn.ts';
import { eventually } from '../support/engine.ts';
import { cloneInstance } from './clone-instances.ts';
import type { FaultStage } from './fault-stage.ts';
import { percentile, recordFigure, whole } from './figure.ts';
import { scaled, seededRandom } from './scale.ts';
import { input, timer } from './work-module.ts';
import { type Caller, expectNoDoubleEffects, expectWhole, inParallel, openWorkStage } from './work-stage.ts';

const OVERDUE = scaled('FAULT_OVERDUE', 1_000, 100_000);
const LONGEST_MS = 120_000;
/** Timers that are due one after another while the servers watch. */
const TO_COME = scaled('FAULT_TIMERS', 60, 2_000);
/** Latest due date of these, in milliseconds from their start. */
const HORIZON_MS = scaled('FAULT_TIMER_HORIZON_MS', 2_000, 30_000);

const timed = bpmn(
  'timed',
  `<bpmn:startEvent id="start" />${timer('pause', '=duration("PT" + string(seconds) + "S")')}${serviceTask('after', 'work.effect', 3, input('"fired"', 'note'))}<bpmn:endEvent id="end" />
   ${path('start', 'pause', 'after', 'end')}`,
);

const LOOK_EVERY_MS = 500;

describe('Timers on two servers', function () {
  this.timeout(240_000 + OVERDUE * 4 + TO_COME * 50 + HORIZON_MS);
  const random = seededRandom();
  let stage: FaultStage;
  let callers: readonly Caller[];
  before(async () => {
    ({ stage, callers } = await openWorkStage({
      servers: 2,
      diagrams: { timed },
      environment: { LANEWORK_LEASE_MS: '', LANEWORK_POLL_MS: '' },
    }));
  });
  after(() => stage.close());

  /** Looked at now and then, for the look is part of what is measured. */
  const isOver = async (): Promise<true | null> => {
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
    // One that is open is found by an index; counting them would read the whole table again and again.
    const { rowCount } = await stage.database.pool.query('select from process_instance where ended_at is null limit 1');
    return rowCount === 0 ? true : null;
  };

  it(`fire each of ${TO_COME} once and none before its time, by the clock of the database`, async () => {
    // Due dates are gone with their rows when they have fired.
    await stage.database.pool.query('create table due (instance_id uuid primary key, at timestamptz not null)');
    await stage.database.pool.query(
      `create function keep_due() returns trigger language plpgsql as $$ begin
         insert into due values (new.instance_id, new.due_at) on conflict do nothing; return new; end $$`,
    );
    await stage.database.pool.query('create trigger keep_due after insert on timer for each row execute function keep_due()');
    await inParallel(TO_COME, 8, async (index) => {
      await callers[index % 2]?.start('timed', { seconds: random.below(HORIZON_MS) / 1_000 });
    });
    await eventually(isOver, 'every timer to fire', HORIZON_MS + 60_000);
    await stage.database.pool.query('drop trigger keep_due on timer');
    const { rows } = await stage.database.pool.query<{ ms: number }>(
      `select extract(epoch from j.at - due.at)::float8 * 1000 as ms from journal j join due using (instance_id) where j.command->>'kind' = 'fireTimer'`,
    );
    const early = rows.filter(({ ms }) => ms < 0).length;
    const late = percentile(
      rows.map(({ ms }) => ms),
      0.99,
    );
    process.stdout.write(`      ${whole(rows.length)} timers: ${early} early, p99 ${whole(late)} ms late, seed ${random.seed}\n`);
    expect(rows).to.have.lengthOf(TO_COME);
    expect(early).to.equal(0);
    expect(await expectNoDoubleEffects(stage)).to.equal(TO_COME);
    await expectWhole(stage);
  });

  it(`fire ${OVERDUE} that are overdue once each, in time`, async () => {
    const sample = (await callers[0]?.start('timed', { seconds: 86_400 })) ?? '';
    await cloneInstance(stage.database, sample, OVERDUE - 1);
    const before = await stage.count('select count(*) as n from work_effect');
    const begun = performance.now();
    await stage.database.pool.query(`update timer set due_at = clock_timestamp() - interval '1 hour'`);
    await eventually(isOver, 'every overdue timer to fire', LONGEST_MS * 2);
    const tookMs = performance.now() - begun;
    const effects = (await expectNoDoubleEffects(stage)) - before;
    const isMet = effects === OVERDUE && tookMs <= LONGEST_MS;
    const figure = `${whole(effects)} of ${whole(OVERDUE)} fired once in ${whole(tookMs / 1_000)} s (${whole((OVERDUE / tookMs) * 1_000)}/s), 0 early of ${whole(TO_COME)} to come`;
    recordFigure({ row: 'overdue', figure, command: 'FAULTS=long mocha tests/faults/timers.test.ts', seed: random.seed, isMet });
    expect(effects).to.equal(OVERDUE);
    expect(tookMs).to.be.at.most(LONGEST_MS);
    for (const table of ['timer', 'job', 'due_work']) expect(await stage.count(`select count(*) as n from ${table}`), table).to.equal(0);
  });
});
