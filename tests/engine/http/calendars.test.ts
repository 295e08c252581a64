import { expect } from 'chai';
import type { CalendarStore, StoredCalendar } from '../../../engine/port/calendar-store.ts';
import { call, fakeCalendars, fakeEngine, fakeIdentity, startServer, STEP, type TestServer } from './http-fixture.ts';

const OFFICE = {
  title: 'Office',
  zone: 'Europe/Prague',
  hours: { monday: ['09:00-17:00'], sunday: [] },
  holidays: ['--12-25'],
  isDefault: true,
  teams: ['warehouse'],
};

/** Calendars in memory; `office` is in use by a process. */
function keptCalendars(): CalendarStore {
  const kept = new Map<string, StoredCalendar>();
  return fakeCalendars({
    all: async () => [...kept.values()],
    save: async (entry, actor) => {
      const stored = { ...entry, updatedAt: '2026-11-21T10:00:00.000Z', updatedBy: { id: actor.id, name: actor.name } };
      kept.set(entry.name, stored);
      return stored;
    },
    remove: async (name) => (name === 'office' ? 'inUse' : kept.delete(name) ? 'removed' : 'absent'),
  });
}

describe('Calendars and conditions over HTTP', () => {
  let server: TestServer;
  const asked: object[] = [];
  before(async () => {
    const engine = fakeEngine({
      startByConditions: async (request, mayStart) => {
        asked.push({ ...request, everybody: mayStart([]), strangers: mayStart(['strangers']) });
        return [STEP];
      },
    });
    server = await startServer({ calendars: keptCalendars(), identity: fakeIdentity(), engine });
  });
  after(() => server.close());

  it('are made and changed by administrators, and read by everybody', async () => {
    const made = await call(server, 'PUT', '/calendars/office', { as: 'ada', body: OFFICE });
    expect(made.status, JSON.stringify(made.body)).to.equal(200);
    const read = await call(server, 'GET', '/calendars', { as: 'eva' });
    expect(read.body).to.deep.include({ nextCursor: null });
    expect(JSON.stringify(read.body)).to.contain('"teams":["warehouse"]');
    expect(JSON.stringify(read.body)).to.contain('"hours":{"monday":["09:00-17:00"]}');
    expect((await call(server, 'PUT', '/calendars/office', { as: 'eva', body: OFFICE })).status).to.equal(403);
  });

  it('are refused with hours or a zone that are none, and with the name that is reserved', async () => {
    for (const wrong of [{ hours: { monday: ['9-17'] } }, { zone: 'Mars/Base' }, { hours: {} }, { holidays: ['yesterday'] }])
      expect(
        (await call(server, 'PUT', '/calendars/office', { as: 'ada', body: { ...OFFICE, ...wrong } })).status,
        JSON.stringify(wrong),
      ).to.equal(400);
    for (const reserved of ['default', 'team'])
      expect((await call(server, 'PUT', `/calendars/${reserved}`, { as: 'ada', body: OFFICE })).status, reserved).to.equal(400);
  });

  it('are removed when no process names them', async () => {
    await call(server, 'PUT', '/calendars/spare', { as: 'ada', body: OFFICE });
    expect((await call(server, 'DELETE', '/calendars/spare', { as: 'ada' })).status).to.equal(204);
    expect((await call(server, 'DELETE', '/calendars/spare', { as: 'ada' })).status).to.equal(404);
    expect((await call(server, 'DELETE', '/calendars/office', { as: 'ada' })).body).to.deep.include({ code: 'CALENDAR_IN_USE' });
  });

  it('start processes for people who may start them', async () => {
    const answer = await call(server, 'POST', '/conditions', { as: 'eva', body: { variables: { temperature: 31 }, businessKey: 'K' } });
    expect(answer.status, JSON.stringify(answer.body)).to.equal(200);
    expect(JSON.stringify(answer.body)).to.contain(STEP.instanceId);
    expect(asked).to.deep.equal([{ variables: { temperature: 31 }, businessKey: 'K', everybody: true, strangers: false }]);
  });
});
