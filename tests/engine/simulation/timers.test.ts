import { expect } from 'chai';
import { parseBpmn } from '../../../engine/parse/index.ts';
import { element, expectScenario, file, path, process, timer } from '../../support/scenario.ts';

const CALENDARS = {
  office: {
    zone: 'Europe/Prague',
    default: true,
    hours: Object.fromEntries(['monday', 'tuesday', 'wednesday', 'thursday', 'friday'].map((day) => [day, ['09:00-17:00']])),
    holidays: ['2026-01-06'],
  },
};
/** Waits for one timer. Scenarios begin on Monday, 5 January 2026, at 09:00 in Prague. */
const waiting = (definition: string, attributes = ''): string =>
  file(
    process(
      'p',
      '<startEvent id="S" />',
      element('intermediateCatchEvent', 'C', definition, attributes),
      '<endEvent id="E" />',
      path('S', 'C', 'E'),
    ),
  );
/** Asserts that the timer fires after `duration`, and not a minute before. */
async function firesAfter(bpmn: string, minutes: number, more: object = {}): Promise<void> {
  await expectScenario(bpmn, {
    ...more,
    steps: [
      { start: {} },
      { advance: `PT${minutes - 1}M` },
      { expect: { waiting: ['C'] } },
      { advance: 'PT1M' },
      { expect: { status: 'completed' } },
    ],
  });
}
const HOUR = 60;
const DAY = 24 * HOUR;

describe('a timer in a scenario', () => {
  it('fires by cron in a time zone', async () => {
    await firesAfter(waiting(timer('timeCycle', 'CRON_TZ=Europe/Prague 0 10 * * *')), HOUR);
    await firesAfter(waiting(timer('timeCycle', '0 10 * * *[Europe/Prague]')), HOUR);
  });

  it('counts days of the wall clock with a zone: the day before clocks are put forward has 23 hours', async () => {
    await firesAfter(waiting(timer('timeDuration', 'P1D[Europe/Prague]')), 23 * HOUR, { at: '2026-03-28T11:00:00Z' });
    await firesAfter(waiting(timer('timeDuration', 'P1D')), 24 * HOUR, { at: '2026-03-28T11:00:00Z' });
  });

  it('counts working time with a business calendar, named at the timer or at its event, or the default one', async () => {
    const hours = 2 * DAY + 2 * HOUR;
    await firesAfter(waiting(timer('timeDuration', 'PT10H', 'lanework:calendar="office"')), hours, { calendars: CALENDARS });
    await firesAfter(waiting(timer('timeDuration', 'PT10H'), 'lanework:calendar="office"'), hours, { calendars: CALENDARS });
    await firesAfter(waiting(timer('timeDuration', 'PT10H', 'lanework:calendar="default"')), hours, { calendars: CALENDARS });
  });

  it('moves a date to the next working moment', async () => {
    await firesAfter(waiting(timer('timeDate', '2026-01-10T12:00:00Z', 'lanework:calendar="office"')), 7 * DAY, { calendars: CALENDARS });
  });

  it('of a calendar that does not exist is an incident that names it', async () => {
    await expectScenario(waiting(timer('timeDuration', 'P1D', 'lanework:calendar="shop"')), {
      calendars: CALENDARS,
      steps: [{ start: {} }],
      expect: { incidents: ['CALENDAR_UNKNOWN'] },
    });
  });

  it('of a cycle shorter than a second is refused when it is written down, and an incident when it is computed', async () => {
    expect((await parseBpmn(waiting(timer('timeCycle', 'R/PT0.001S')), 'quick.bpmn')).findings.map(({ rule }) => rule)).to.include('timer');
    await expectScenario(waiting(timer('timeCycle', '=pause')), {
      steps: [{ start: { variables: { pause: 'R/PT0.001S' } } }],
      expect: { incidents: ['EXPRESSION_FAILED'] },
    });
    await firesAfter(waiting(timer('timeCycle', '="R/PT" + string(30 * 60) + "S"')), 30);
  });

  const beside = (cycle: string, attributes = ''): string =>
    file(
      process(
        'p',
        '<startEvent id="S" /><userTask id="T" /><userTask id="N" /><endEvent id="E" />',
        element('boundaryEvent', 'B', timer('timeCycle', cycle, attributes), 'attachedToRef="T" cancelActivity="false"'),
        path('S', 'T', 'E') + path('B', 'N'),
      ),
    );

  it('of a non-interrupting boundary event goes on by its cycle, from its start to its end', async () => {
    const run = async (cycle: string, advance: string, times: number) => {
      await expectScenario(beside(cycle), {
        steps: [{ start: {} }, { advance }],
        expect: { waiting: ['T', ...Array.from({ length: times }, () => 'N')] },
      });
    };
    await run('R3/PT1H', 'PT10H', 3);
    await run('R/2026-01-01T06:00:00Z/PT1H', 'PT2H', 2);
    await run('R/2026-01-05T09:00:00Z/PT1H/2026-01-05T11:00:00Z', 'PT10H', 3);
    await run('R2/2026-01-05T10:00:00Z/PT1H', 'PT10H', 2);
    await run('R/PT1H/2026-01-05T10:30:00Z', 'PT10H', 2);
  });

  it('that starts a process by cron and calendar fires on working days', async () => {
    const starting = file(
      process(
        'p',
        element('startEvent', 'S', timer('timeCycle', '0 6 * * *'), 'lanework:calendar="office"'),
        '<userTask id="T" /><endEvent id="E" />',
        path('S', 'T', 'E'),
      ),
    );
    await expectScenario(starting, { calendars: CALENDARS, steps: [{ advance: 'P7D' }], expect: { waiting: ['T', 'T', 'T', 'T'] } });
  });
});
