import { expect } from 'chai';
import { addDuration, formatInstant, parseDuration, parseInstant } from '../../../engine/model/index.ts';

const ms = (text: string): number => parseInstant(text) ?? Number.NaN;
const plus = (instant: string, text: string): string | null => {
  const duration = parseDuration(text);
  const result = duration === null ? null : addDuration(ms(instant), duration);
  return result === null ? null : formatInstant(result);
};
describe('durations in ISO 8601', () => {
  it('are read with all their parts', () => {
    expect(parseDuration('P1Y2M3W4DT5H6M7.5S')).to.deep.equal({
      months: 14,
      ms: (25 * 86_400 + 5 * 3_600 + 6 * 60 + 7.5) * 1_000,
      dayMs: 25 * 86_400_000,
    });
    expect(parseDuration('PT0S')).to.deep.equal({ months: 0, ms: 0 });
    expect(parseDuration('-P1D')).to.deep.equal({ months: 0, ms: -86_400_000, dayMs: -86_400_000 });
  });

  it('are refused when they are none', () => {
    for (const text of [
      '',
      'P',
      'PT',
      'P1DT',
      '1D',
      'P1H',
      'PT1D',
      'P-1D',
      'P1.5M',
      ' P1D',
      'p1d',
      `P${'9'.repeat(90)}D`,
      `P${'9'.repeat(200)}D`,
    ]) {
      expect(parseDuration(text), text).to.equal(null);
    }
  });

  it('follow the calendar in months and years', () => {
    expect(plus('2026-01-31T10:00:00Z', 'P1M')).to.equal('2026-02-28T10:00:00.000Z');
    expect(plus('2024-01-31T10:00:00Z', 'P1M')).to.equal('2024-02-29T10:00:00.000Z');
    expect(plus('2024-02-29T10:00:00Z', 'P1Y')).to.equal('2025-02-28T10:00:00.000Z');
    expect(plus('2026-11-30T23:59:59Z', 'P3M')).to.equal('2027-02-28T23:59:59.000Z');
    expect(plus('2026-03-31T00:00:00Z', '-P1M')).to.equal('2026-02-28T00:00:00.000Z');
  });

  it('take a day for 24 hours, whatever clocks are put forward', () => {
    expect(plus('2026-03-28T08:00:00+01:00', 'P1D')).to.equal('2026-03-29T07:00:00.000Z');
  });

  it('do not go beyond what an instant can be', () => {
    expect(plus('2026-01-01', 'P300000Y')).to.equal(null);
  });
});

describe('instants in ISO 8601', () => {
  it('are read with Z, an offset, or as UTC', () => {
    expect(formatInstant(ms('2026-03-01T08:00:00Z'))).to.equal('2026-03-01T08:00:00.000Z');
    expect(formatInstant(ms('2026-03-01T08:00:00.5+02:00'))).to.equal('2026-03-01T06:00:00.500Z');
    expect(formatInstant(ms('2026-03-01T08:00-0530'))).to.equal('2026-03-01T13:30:00.000Z');
    expect(formatInstant(ms('2026-03-01T08:00:00'))).to.equal('2026-03-01T08:00:00.000Z');
    expect(formatInstant(ms('2026-03-01'))).to.equal('2026-03-01T00:00:00.000Z');
    expect(formatInstant(ms('0099-03-01'))).to.equal('0099-03-01T00:00:00.000Z');
  });

  it('are read in a named zone', () => {
    expect(formatInstant(ms('2026-03-01T09:00:00[Europe/Prague]'))).to.equal('2026-03-01T08:00:00.000Z');
    expect(formatInstant(ms('2026-07-01T09:00:00@Europe/Prague'))).to.equal('2026-07-01T07:00:00.000Z');
    expect(formatInstant(ms('2026-07-01T09:00:00+05:00[Europe/Prague]'))).to.equal('2026-07-01T04:00:00.000Z');
    expect(parseInstant('2026-07-01T09:00:00[Europe/Atlantis]')).to.equal(null);
  });

  it('are refused when the day or the time does not exist', () => {
    for (const text of [
      '2026-02-30',
      '2026-13-01',
      '2026-00-10',
      '2025-02-29',
      '2026-01-01T25:00:00Z',
      '2026-01-01T24:01:00Z',
      '2026-01-01T10:60:00Z',
      'today',
      '',
      '2026-1-1',
    ]) {
      expect(parseInstant(text), text).to.equal(null);
    }
  });
});
