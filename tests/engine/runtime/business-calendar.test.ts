import { expect } from 'chai';
import type { BusinessCalendar } from '../../../engine/model/index.ts';
import { createTestDatabase, type TestDatabase } from '../../support/database.ts';
import { ANNA, createTestEngine, eventually, type TestEngine } from '../../support/engine.ts';
import { element, file, path, process, timer } from '../../support/scenario.ts';

const ALWAYS: BusinessCalendar = {
  zone: 'UTC',
  hours: Object.fromEntries(
    ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'].map((day) => [day, ['00:00-24:00']]),
  ),
  holidays: [],
};
const NOON: BusinessCalendar = { ...ALWAYS, hours: { monday: ['12:00-13:00'] } };
const waiting = (id: string, calendar: string, duration = 'PT0.1S'): string =>
  file(
    process(
      id,
      '<startEvent id="S" />',
      element('intermediateCatchEvent', 'C', timer('timeDuration', duration, `lanework:calendar="${calendar}"`)),
      '<endEvent id="E" />',
      path('S', 'C', 'E'),
    ),
  );

describe('Business calendars in production', () => {
  let database: TestDatabase;
  let test: TestEngine;
  before(async function () {
    this.timeout(60_000);
    database = await createTestDatabase();
    test = createTestEngine(database);
    await test.parts.calendars.save({ name: 'always', title: 'Always', calendar: ALWAYS, isDefault: true }, ANNA);
    await test.parts.calendars.save({ name: 'noon', title: 'Noon', calendar: NOON, isDefault: false }, ANNA);
    test.startWorker();
  });
  after(async () => {
    await test.close();
    await database.close();
  });
  const deploy = (content: string) => test.engine.deploy([{ name: 'a.bpmn', content }], null, ANNA);
  const dueOf = async (processId: string): Promise<Date | undefined> =>
    (await database.pool.query<{ due_at: Date }>('select due_at from timer where process_id = $1', [processId])).rows[0]?.due_at;

  it('are what timers count by, the default one by the name "default"', async () => {
    await deploy(waiting('fast', 'default'));
    const { instanceId } = await test.engine.startProcess({ processId: 'fast', variables: {} }, ANNA);
    await eventually(async () => {
      const { rows } = await database.pool.query('select status from process_instance where id = $1', [instanceId]);
      return rows[0]?.status === 'completed' ? true : null;
    }, 'the timer to fire');
    await deploy(waiting('slow', 'noon', 'PT30M'));
    await test.engine.startProcess({ processId: 'slow', variables: {} }, ANNA);
    const due = await dueOf('slow');
    expect([due?.getUTCDay(), due?.getUTCHours()]).to.deep.equal([1, 12]);
  });

  it('that do not exist refuse a deployment, with the element and its line', async () => {
    const refused = await deploy(waiting('lost', 'moon'));
    expect(refused.kind).to.equal('refused');
    expect(refused.findings.map(({ rule, element: id, line }) => [rule, id, line])).to.deep.equal([['calendar-unknown', 'C', 5]]);
  });

  it('set the first time of a start timer, and every following one', async () => {
    const starting = file(
      process(
        'weekly',
        element('startEvent', 'S', timer('timeCycle', 'R/PT1H', 'lanework:calendar="noon"')),
        '<endEvent id="E" />',
        path('S', 'E'),
      ),
    );
    await deploy(starting);
    expect((await dueOf('weekly'))?.getUTCHours()).to.equal(12);
    await database.pool.query(`update timer set due_at = now() where process_id = 'weekly'`);
    await eventually(
      async () => ((await database.pool.query(`select 1 from process_instance where process_id = 'weekly'`)).rowCount === 1 ? true : null),
      'the process to start',
    );
    expect((await dueOf('weekly'))?.getUTCHours()).to.equal(12);
  });

  it('are removed only while no process names them, and there is one default', async () => {
    const { calendars } = test.parts;
    expect(await calendars.remove('noon')).to.equal('inUse');
    expect(await calendars.remove('always')).to.equal('inUse');
    expect(await calendars.remove('none')).to.equal('absent');
    await calendars.save({ name: 'other', title: 'Other', calendar: NOON, isDefault: true }, ANNA);
    expect((await calendars.all()).filter(({ isDefault }) => isDefault).map(({ name }) => name)).to.deep.equal(['other']);
    expect(await calendars.remove('always')).to.equal('removed');
  });
});
