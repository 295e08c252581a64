import { expect } from 'chai';
import { fromWall, isTimeZone, parseInstant, toWall } from '../../../engine/model/index.ts';

const ms = (text: string): number => parseInstant(text) ?? Number.NaN;

describe('time in a zone', () => {
  it('is what the clock on the wall shows', () => {
    expect(toWall(ms('2026-01-15T12:00:00Z'), 'Europe/Prague')).to.equal(ms('2026-01-15T13:00:00Z'));
    expect(toWall(ms('2026-07-15T12:00:00.250Z'), 'Asia/Tbilisi')).to.equal(ms('2026-07-15T16:00:00.250Z'));
  });

  it('goes back to the instant', () => {
    for (const instant of ['2026-01-15T12:00:00Z', '2026-07-15T23:30:00Z', '2026-03-29T00:59:59Z', '2026-03-29T01:00:00Z']) {
      expect(fromWall(toWall(ms(instant), 'Europe/Prague'), 'Europe/Prague'), instant).to.equal(ms(instant));
    }
  });

  it('takes the first of two times that look the same', () => {
    expect(fromWall(ms('2026-10-25T02:30:00Z'), 'Europe/Prague')).to.equal(ms('2026-10-25T00:30:00Z'));
    expect(fromWall(ms('2026-11-01T01:30:00Z'), 'America/New_York')).to.equal(ms('2026-11-01T05:30:00Z'));
  });

  it('puts a time that never comes behind the change', () => {
    expect(fromWall(ms('2026-03-29T02:30:00Z'), 'Europe/Prague')).to.equal(ms('2026-03-29T01:30:00Z'));
    expect(fromWall(ms('2026-03-08T02:30:00Z'), 'America/New_York')).to.equal(ms('2026-03-08T07:30:00Z'));
  });

  it('is known by name', () => {
    expect(isTimeZone('Europe/Prague')).to.equal(true);
    expect(isTimeZone('Europe/Atlantis')).to.equal(false);
  });
});
