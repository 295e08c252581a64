import { expect } from 'chai';
import { formatInstant, nextCronFiring, parseCron, parseInstant } from '../../../engine/model/index.ts';

const next = (text: string, now: string): string | null => {
  const cron = parseCron(text);
  const ms = cron === null ? null : nextCronFiring(cron, parseInstant(now) ?? Number.NaN);
  return ms === null ? null : formatInstant(ms).replace('.000Z', 'Z');
};

describe('cron expressions', () => {
  it('fire at the next time that fits, never now', () => {
    expect(next('0 9 * * *', '2026-03-01T08:00:00Z')).to.equal('2026-03-01T09:00:00Z');
    expect(next('0 9 * * *', '2026-03-01T09:00:00Z')).to.equal('2026-03-02T09:00:00Z');
    expect(next('*/15 * * * *', '2026-03-01T08:07:30Z')).to.equal('2026-03-01T08:15:00Z');
    expect(next('30 0/10 8-9 * * *', '2026-03-01T08:10:31Z')).to.equal('2026-03-01T08:20:30Z');
  });

  it('know weekdays, months and their names', () => {
    expect(next('0 9 * * 1-5', '2026-03-06T10:00:00Z')).to.equal('2026-03-09T09:00:00Z');
    expect(next('0 9 * * MON', '2026-03-03T10:00:00Z')).to.equal('2026-03-09T09:00:00Z');
    expect(next('0 0 1 jan,jul *', '2026-03-01T00:00:00Z')).to.equal('2026-07-01T00:00:00Z');
    expect(next('0 0 ? * 7', '2026-03-02T00:00:00Z')).to.equal('2026-03-08T00:00:00Z');
  });

  it('take either day field when both are given', () => {
    expect(next('0 0 13 * FRI', '2026-03-01T00:00:00Z')).to.equal('2026-03-06T00:00:00Z');
  });

  it('find rare days, and say when a day never comes', () => {
    expect(next('0 0 29 2 *', '2026-03-01T00:00:00Z')).to.equal('2028-02-29T00:00:00Z');
    expect(next('0 0 30 2 *', '2026-03-01T00:00:00Z')).to.equal(null);
  });

  it('are refused when they are none', () => {
    for (const text of [
      '',
      '* * * *',
      '60 * * * *',
      '* 24 * * *',
      '* * 0 * *',
      '* * * 13 *',
      '* * * * 8',
      '5-1 * * * *',
      '*/0 * * * *',
      '1-2-3 * * * *',
      'a b c d e',
      'R/PT1H',
      '1/2/3 * * * *',
    ]) {
      expect(parseCron(text), text).to.equal(null);
    }
  });
});
