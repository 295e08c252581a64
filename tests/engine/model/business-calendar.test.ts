import { expect } from 'chai';
import {
  addBusinessDuration,
  calendarFault,
  formatInstant,
  nextWorkingMoment,
  parseDuration,
  parseInstant,
} from '../../../engine/model/index.ts';
import type { BusinessCalendar } from '../../../engine/model/index.ts';

const DAY = ['09:00-12:00', '13:00-17:00'];
const OFFICE: BusinessCalendar = {
  zone: 'Europe/Prague',
  hours: { monday: DAY, tuesday: DAY, wednesday: DAY, thursday: DAY, friday: ['09:00-12:00'] },
  holidays: ['2026-04-06', '--12-25'],
};
const local = (ms: number | null): string | null => (ms === null ? null : formatInstant(ms).slice(0, 16));
const later = (from: string, duration: string, calendar = OFFICE): string | null => {
  const [start, parsed] = [parseInstant(from), parseDuration(duration)];
  if (start === null || parsed === null) throw new Error(`Expected a time and a duration, but found ${from} and ${duration}.`);
  return local(addBusinessDuration(calendar, start, parsed));
};

describe('a business calendar', () => {
  // 2026-03-30 is a Monday; Prague is two hours ahead of UTC from 29 March on.
  it('counts hours as working time: over breaks, nights and weekends', () => {
    expect(later('2026-03-30T07:00:00Z', 'PT1H')).to.equal('2026-03-30T08:00');
    expect(later('2026-03-30T09:00:00Z', 'PT2H')).to.equal('2026-03-30T12:00');
    expect(later('2026-03-30T14:00:00Z', 'PT2H')).to.equal('2026-03-31T08:00');
    expect(later('2026-04-03T09:00:00Z', 'PT2H')).to.equal('2026-04-07T08:00');
  });

  it('ends a duration at the end of a working time, not at the begin of the next', () => {
    expect(later('2026-03-30T07:00:00Z', 'PT3H')).to.equal('2026-03-30T10:00');
  });

  it('counts days as working days, at the same time of day or the next working moment', () => {
    expect(later('2026-03-30T08:30:00Z', 'P1D')).to.equal('2026-03-31T08:30');
    // Thursday 15:00 plus a day is Friday 15:00, when nobody works; Monday is a holiday.
    expect(later('2026-04-02T13:00:00Z', 'P1D')).to.equal('2026-04-07T07:00');
    expect(later('2026-04-03T08:00:00Z', 'P1D')).to.equal('2026-04-07T08:00');
    expect(later('2026-03-28T12:00:00Z', 'P2D')).to.equal('2026-04-01T07:00');
  });

  it('counts months by the calendar and then moves to a working moment', () => {
    expect(later('2026-02-28T12:00:00Z', 'P1M')).to.equal('2026-03-30T07:00');
  });

  it('keeps working hours on the wall when clocks are put forward', () => {
    expect(later('2026-03-27T08:30:00Z', 'PT3H')).to.equal('2026-03-30T07:30');
  });

  it('counts through the night when hours end at midnight', () => {
    const night: BusinessCalendar = { zone: 'UTC', hours: { monday: ['22:00-24:00'], tuesday: ['00:00-02:00'] }, holidays: [] };
    expect(later('2026-03-30T23:00:00Z', 'PT2H', night)).to.equal('2026-03-31T01:00');
  });

  it('has no answer for a duration that is negative or has a part of a day', () => {
    expect(later('2026-03-30T07:00:00Z', '-PT1H')).to.equal(null);
    expect(later('2026-03-30T07:00:00Z', 'P0.5D')).to.equal(null);
  });

  it('moves a time at which nobody works to the next working moment, and leaves others', () => {
    const move = (text: string): string | null => local(nextWorkingMoment(OFFICE, parseInstant(text) ?? 0));
    expect(move('2026-03-30T08:00:00Z')).to.equal('2026-03-30T08:00');
    expect(move('2026-03-30T10:30:00Z')).to.equal('2026-03-30T11:00');
    expect(move('2026-12-24T20:00:00Z')).to.equal('2026-12-28T08:00');
    expect(nextWorkingMoment({ ...OFFICE, hours: { monday: DAY }, holidays: [] }, parseInstant('2026-03-31') ?? 0)).to.not.equal(null);
  });

  it('says what is wrong with it', () => {
    expect(calendarFault(OFFICE)).to.equal(null);
    expect(calendarFault({ ...OFFICE, zone: 'Mars/Base' })).to.contain('"Mars/Base"');
    expect(calendarFault({ ...OFFICE, hours: { monday: ['9-17'] } })).to.contain('"9-17"');
    expect(calendarFault({ ...OFFICE, hours: { monday: ['09:00-12:00', '11:00-17:00'] } })).to.contain('"11:00-17:00"');
    expect(calendarFault({ ...OFFICE, hours: {} })).to.contain('at least one weekday');
    expect(calendarFault({ ...OFFICE, holidays: ['2026-02-30'] })).to.contain('"2026-02-30"');
  });
});
