import { expect } from 'chai';
import { DUE_SOON_MS, dueState, formatDate, formatDuration, formatRelative } from '../../../designer/kit/format/time.ts';

const now = Date.parse('2026-11-21T12:00:00Z');
const inMs = (ms: number) => new Date(now + ms).toISOString();

describe('how pressing a due date is', () => {
  it('is green while there is time, yellow within a day and red when late', () => {
    expect(dueState(inMs(DUE_SOON_MS + 1), now)).to.equal('green');
    expect(dueState(inMs(DUE_SOON_MS), now)).to.equal('yellow');
    expect(dueState(inMs(0), now)).to.equal('yellow');
    expect(dueState(inMs(-1), now)).to.equal('red');
  });

  it('is nothing without a due date', () => {
    expect(dueState(null, now)).to.equal('none');
  });
});

describe('times for people', () => {
  it('leave a plain date on its day in every time zone', () => {
    expect(formatDate('2026-12-01', 'en-GB')).to.equal('1 Dec 2026');
  });

  it('show what is no time as it is', () => {
    expect(formatDate('soon', 'en')).to.equal('soon');
    expect(formatRelative('soon', now, 'en')).to.equal('soon');
  });

  it('tell the distance in the largest whole unit', () => {
    expect(formatRelative(inMs(3 * 3_600_000), now, 'en')).to.equal('in 3 hours');
    expect(formatRelative(inMs(-24 * 3_600_000), now, 'en')).to.equal('yesterday');
    expect(formatRelative(inMs(-5 * 60_000), now, 'cs')).to.equal('před 5 minutami');
  });

  it('tell durations in their two largest units', () => {
    expect(formatDuration(850, 'en')).to.equal('850ms');
    expect(formatDuration(192_000, 'en')).to.equal('3m 12s');
    expect(formatDuration(2 * 86_400_000 + 4 * 3_600_000 + 5_000, 'en')).to.equal('2d 4h');
    expect(formatDuration(null, 'en')).to.equal('–');
  });
});
