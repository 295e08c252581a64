import { expect } from 'chai';
import { formatInstant, nextCronFiring, parseCron, parseInstant } from '../../../engine/model/index.ts';

/** The first firings after a time, in UTC. */
function firings(text: string, after: string, count: number): readonly string[] {
  const cron = parseCron(text);
  if (cron === null) throw new Error(`Expected a cron expression, but found ${text}.`);
  const found: string[] = [];
  let ms: number | null = parseInstant(after);
  while (ms !== null && found.length < count) {
    ms = nextCronFiring(cron, ms);
    if (ms !== null) found.push(formatInstant(ms).slice(0, 16));
  }
  return found;
}

describe('cron expressions in a time zone', () => {
  it('are written with the zone before or behind them, and mean the clock on the wall there', () => {
    for (const text of [
      'CRON_TZ=Europe/Prague 0 9 * * *',
      'TZ=Europe/Prague 0 9 * * *',
      '0 9 * * *[Europe/Prague]',
      '0 9 * * * [Europe/Prague]',
    ])
      expect(firings(text, '2026-01-05T00:00:00Z', 1), text).to.deep.equal(['2026-01-05T08:00']);
    expect(firings('@daily[America/New_York]', '2026-01-05T00:00:00Z', 1)).to.deep.equal(['2026-01-05T05:00']);
    expect(firings('0 9 * * *', '2026-01-05T00:00:00Z', 1)).to.deep.equal(['2026-01-05T09:00']);
  });

  it('are refused with a zone that is not known, or with two', () => {
    for (const text of ['CRON_TZ=Mars/Base 0 9 * * *', '0 9 * * *[Mars/Base]', 'TZ=Europe/Prague 0 9 * * *[Europe/Prague]'])
      expect(parseCron(text), text).to.equal(null);
  });

  it('keep their time of day when clocks are put forward and back', () => {
    expect(firings('0 9 * * *[Europe/Prague]', '2026-03-28T00:00:00Z', 3)).to.deep.equal([
      '2026-03-28T08:00',
      '2026-03-29T07:00',
      '2026-03-30T07:00',
    ]);
    expect(firings('0 9 * * *[Europe/Prague]', '2026-10-24T00:00:00Z', 2)).to.deep.equal(['2026-10-24T07:00', '2026-10-25T08:00']);
  });

  it('fire a time that does not come as much later as clocks are put forward, whenever they are asked', () => {
    expect(firings('30 2 * * *[Europe/Prague]', '2026-03-28T00:00:00Z', 3)).to.deep.equal([
      '2026-03-28T01:30',
      '2026-03-29T01:30',
      '2026-03-30T00:30',
    ]);
    // 03:10 on the wall: 02:30 has not come and is due at 03:30.
    expect(firings('30 2 * * *[Europe/Prague]', '2026-03-29T01:10:00Z', 1)).to.deep.equal(['2026-03-29T01:30']);
  });

  it('fire a time that comes twice once', () => {
    expect(firings('30 2 * * *[Europe/Prague]', '2026-10-24T12:00:00Z', 2)).to.deep.equal(['2026-10-25T00:30', '2026-10-26T01:30']);
    // 02:10 on the wall for the second time.
    expect(firings('30 2 * * *[Europe/Prague]', '2026-10-25T01:10:00Z', 1)).to.deep.equal(['2026-10-26T01:30']);
  });

  it('without a limit on the hour run on through both passes of an hour, and over one that is left out', () => {
    expect(firings('*/30 * * * *[Europe/Prague]', '2026-10-24T23:45:00Z', 6)).to.deep.equal([
      '2026-10-25T00:00',
      '2026-10-25T00:30',
      '2026-10-25T01:00',
      '2026-10-25T01:30',
      '2026-10-25T02:00',
      '2026-10-25T02:30',
    ]);
    expect(firings('*/30 * * * *[Europe/Prague]', '2026-03-29T00:15:00Z', 3)).to.deep.equal([
      '2026-03-29T00:30',
      '2026-03-29T01:00',
      '2026-03-29T01:30',
    ]);
    expect(firings('15 * 1 7 *[Europe/Prague]', '2026-01-01T00:00:00Z', 2)).to.deep.equal(['2026-06-30T22:15', '2026-06-30T23:15']);
  });

  it('that never come are told so', () => {
    expect(firings('0 9 30 2 *[Europe/Prague]', '2026-01-01T00:00:00Z', 1)).to.deep.equal([]);
  });
});
