import { expect } from 'chai';
import { firstFiring, followingFiring, formatInstant, parseCycle, parseInstant } from '../../../engine/model/index.ts';

const ms = (text: string): number => parseInstant(text) ?? Number.NaN;
const first = (text: string, now: string): string | null => {
  const cycle = parseCycle(text);
  const result = cycle === null ? null : firstFiring(cycle, ms(now));
  return result === null ? null : formatInstant(result);
};

describe('repeating intervals in ISO 8601', () => {
  it('are read with or without a number and a start', () => {
    expect(parseCycle('R3/PT10M')).to.deep.include({ repetitions: 3, startMs: null, period: { months: 0, ms: 600_000 } });
    expect(parseCycle('R/2026-01-01T00:00:00Z/P1M')).to.deep.include({
      repetitions: null,
      startMs: ms('2026-01-01'),
      period: { months: 1, ms: 0 },
    });
  });

  it('are refused without a period, or with one that leads nowhere', () => {
    for (const text of ['R3', 'R/', 'R3/PT0S', 'R/-P1D', 'RX/P1D', 'R3/tomorrow/P1D', 'R/P1D/P1D', 'R/2026-01-02/2026-01-01', 'every day'])
      expect(parseCycle(text), text).to.equal(null);
  });

  it('fire first one period from now', () => {
    expect(first('R/PT10M', '2026-01-01T00:00:00Z')).to.equal('2026-01-01T00:10:00.000Z');
  });

  it('fire first at a start that is still to come', () => {
    expect(first('R/2026-05-01T09:00:00Z/P1D', '2026-01-01T00:00:00Z')).to.equal('2026-05-01T09:00:00.000Z');
  });

  it('with a start in the past fire next on the grid that the start gives', () => {
    expect(first('R/2020-01-01T09:00:00Z/P1D', '2026-01-01T10:00:00Z')).to.equal('2026-01-02T09:00:00.000Z');
    expect(first('R/1970-01-01T00:00:00Z/PT1S', '2026-01-01T10:00:00.500Z')).to.equal('2026-01-01T10:00:01.000Z');
    expect(first('R/2025-01-31T09:00:00Z/P1M', '2026-02-10T00:00:00Z')).to.equal('2026-02-28T09:00:00.000Z');
    expect(first('R/2025-01-31T09:00:00Z/P1M', '2026-03-01T00:00:00Z')).to.equal('2026-03-31T09:00:00.000Z');
  });

  it('never fire in the past, however late the last firing was', () => {
    const cycle = parseCycle('R/PT1H');
    const next = cycle === null ? null : followingFiring(cycle, ms('2026-01-01T10:00:00Z'), ms('2026-01-01T13:20:00Z'));
    expect(next).to.equal(ms('2026-01-01T14:00:00Z'));
  });

  it('end with their end', () => {
    const cycle = parseCycle('R/PT1H/2026-01-01T02:30:00Z');
    const after = (now: string): number | null => (cycle === null ? null : followingFiring(cycle, ms(now), ms(now)));
    expect(first('R/PT1H/2026-01-01T02:30:00Z', '2026-01-01T00:00:00Z')).to.equal('2026-01-01T01:00:00.000Z');
    expect(after('2026-01-01T01:00:00Z')).to.equal(ms('2026-01-01T02:00:00Z'));
    expect(after('2026-01-01T02:00:00Z')).to.equal(null);
  });

  it('between two instants repeat the time between them', () => {
    expect(first('R/2026-01-01T00:00:00Z/2026-01-01T06:00:00Z', '2026-01-01T07:00:00Z')).to.equal('2026-01-01T12:00:00.000Z');
  });

  it('in a zone keep the time on the wall when the clocks are put forward or back', () => {
    expect(first('R/2026-03-01T09:00:00[Europe/Prague]/P1D', '2026-03-28T12:00:00Z')).to.equal('2026-03-29T07:00:00.000Z');
    expect(first('R/2026-03-01T09:00:00[Europe/Prague]/P1D', '2026-03-27T12:00:00Z')).to.equal('2026-03-28T08:00:00.000Z');
    expect(first('R/2026-07-01T09:00:00@Europe/Prague/P1W', '2026-10-25T12:00:00Z')).to.equal('2026-10-28T08:00:00.000Z');
    expect(first('R/2026-03-01T09:00:00+01:00/P1D', '2026-03-28T12:00:00Z')).to.equal('2026-03-29T08:00:00.000Z');
  });

  it('in a zone move a time that does not exist behind the change', () => {
    expect(first('R/2026-03-01T02:30:00[Europe/Prague]/P1D', '2026-03-28T12:00:00Z')).to.equal('2026-03-29T01:30:00.000Z');
    expect(first('R/2026-03-01T02:30:00[Europe/Prague]/P1D', '2026-03-29T12:00:00Z')).to.equal('2026-03-30T00:30:00.000Z');
  });

  it('take at least a second, however they are written', () => {
    expect(first('R/PT1S', '2026-01-01T00:00:00Z')).to.equal('2026-01-01T00:00:01.000Z');
    for (const text of [
      'R/PT0.001S',
      'R3/PT0.999S',
      'R/2026-01-01T00:00:00Z/PT0.5S',
      'R/2026-01-01T00:00:00.000Z/2026-01-01T00:00:00.900Z',
    ])
      expect(parseCycle(text), text).to.equal(null);
  });

  it('may be cron expressions', () => {
    expect(first('0 9 * * *', '2026-03-01T09:00:00Z')).to.equal('2026-03-02T09:00:00.000Z');
    expect(first('@daily', '2026-03-01T09:00:00Z')).to.equal('2026-03-02T00:00:00.000Z');
  });
});
