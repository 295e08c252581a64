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
    await test.parts.calendars.save({ name: 'always', title: 'Always', calendar: ALWAYS, isDefault: true, teams: [] }, ANNA);
    await test.parts.calendars.save({ name: 'noon', title: 'Noon', calendar: NOON, isDefault: false, teams: [] }, ANNA);
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

  it('of a team count the timers of its tasks and of its lane, and a team has one', async () => {
    const { calendars } = test.parts;
    const night: BusinessCalendar = { ...ALWAYS, hours: { monday: ['01:00-02:00'] } };
    await calendars.save({ name: 'day', title: 'Day', calendar: NOON, isDefault: false, teams: ['packers', 'drivers'] }, ANNA);
    await calendars.save({ name: 'night', title: 'Night', calendar: night, isDefault: false, teams: ['packers'] }, ANNA);
    const teams = (await calendars.all()).filter((each) => each.teams.length > 0).map((each) => [each.name, each.teams]);
    expect(teams).to.deep.equal([
      ['day', ['drivers']],
      ['night', ['packers']],
    ]);
    const reminded = file(
      process(
        'packing',
        '<laneSet id="L"><lane id="L1" name="Drivers"><flowNodeRef>C</flowNodeRef></lane></laneSet><startEvent id="S" />',
        element('userTask', 'A', '<extensionElements><zeebe:assignmentDefinition candidateGroups="=[team]" /></extensionElements>'),
        element('boundaryEvent', 'B', timer('timeDuration', 'PT30M', 'lanework:calendar="team"'), 'attachedToRef="A"'),
        element('intermediateCatchEvent', 'C', timer('timeDuration', 'PT30M', 'lanework:calendar="team"')),
        '<endEvent id="E" /><endEvent id="F" />',
        path('S', 'C', 'E'),
        path('S', 'A', 'E'),
        path('B', 'F'),
      ),
    );
    expect(await deploy(reminded)).to.include({ kind: 'deployed' });
    const { instanceId } = await test.engine.startProcess({ processId: 'packing', variables: { team: 'packers' } }, ANNA);
    const { rows } = await database.pool.query<{ element_id: string; due_at: Date }>(
      'select element_id, due_at from timer where instance_id = $1 order by element_id',
      [instanceId],
    );
    expect(rows.map((row) => [row.element_id, row.due_at.getUTCHours(), row.due_at.getUTCMinutes()])).to.deep.equal([
      ['B', 1, 30],
      ['C', 12, 30],
    ]);
    expect(await calendars.remove('night')).to.equal('inUse');
  });

  it('are removed only while no process names them, and there is one default', async () => {
    const { calendars } = test.parts;
    expect(await calendars.remove('noon')).to.equal('inUse');
    expect(await calendars.remove('always')).to.equal('inUse');
    expect(await calendars.remove('none')).to.equal('absent');
    await calendars.save({ name: 'other', title: 'Other', calendar: NOON, isDefault: true, teams: [] }, ANNA);
    expect((await calendars.all()).filter(({ isDefault }) => isDefault).map(({ name }) => name)).to.deep.equal(['other']);
    expect(await calendars.remove('always')).to.equal('removed');
  });
});
