import { expect } from 'chai';
import { ConnectionSilence, LOOK_EVERY_MS, type SessionSight } from '../../../engine/store/connection-silence.ts';

const WAITING = { bytesRead: 10, isWaiting: true };
const IDLE = { bytesRead: 10, isWaiting: false };
const RESTS: SessionSight = { kind: 'rests', since: '12:00:00' };
const FAST_MS = 20;

/** A connection that has been looked at once. */
function connection(): ConnectionSilence {
  const silence = new ConnectionSilence();
  silence.look(IDLE, LOOK_EVERY_MS);
  return silence;
}

function lookOften(silence: ConnectionSilence, times: number, elapsedMs = LOOK_EVERY_MS, view = WAITING): void {
  for (let look = 0; look < times; look += 1) silence.look(view, elapsedMs);
}

describe('The silence of a connection', () => {
  it('is doubted once an answer has been waited for during three looks, and lost when the server says twice that it rests', () => {
    const silence = connection();
    lookOften(silence, 2);
    expect(silence.isDoubtful).to.equal(false);
    lookOften(silence, 1);
    expect(silence.isDoubtful).to.equal(true);
    expect(silence.hear(RESTS, WAITING, FAST_MS)).to.equal(false);
    expect(silence.hear(RESTS, WAITING, FAST_MS)).to.equal(true);
  });

  it('does not count while nobody waits, however long that was', () => {
    const silence = connection();
    lookOften(silence, 100, LOOK_EVERY_MS, IDLE);
    expect(silence.isSilent).to.equal(true);
    lookOften(silence, 1);
    expect(silence.isDoubtful).to.equal(false);
  });

  it('does not count during looks that came late, because nobody could have read an answer', () => {
    const silence = connection();
    lookOften(silence, 100, 2 * LOOK_EVERY_MS + 1);
    expect([silence.isDoubtful, silence.isSilent]).to.deep.equal([false, false]);
  });

  it('ends with a single byte', () => {
    const silence = connection();
    lookOften(silence, 3);
    silence.hear(RESTS, WAITING, FAST_MS);
    silence.look({ bytesRead: 11, isWaiting: true }, LOOK_EVERY_MS);
    expect(silence.isDoubtful).to.equal(false);
    expect(silence.hear(RESTS, { bytesRead: 11, isWaiting: true }, FAST_MS)).to.equal(false);
  });

  it('is no loss when the answer came together with what the server said', () => {
    const silence = connection();
    lookOften(silence, 3);
    silence.hear(RESTS, WAITING, FAST_MS);
    expect(silence.hear(RESTS, { bytesRead: 11, isWaiting: true }, FAST_MS)).to.equal(false);
    expect(silence.hear(RESTS, IDLE, FAST_MS)).to.equal(false);
  });

  it('is no loss when the server works, or has done something between its two answers', () => {
    const silence = connection();
    lookOften(silence, 3);
    for (const since of ['12:00:00', '12:00:01', '12:00:02'])
      expect(silence.hear({ kind: 'rests', since }, WAITING, FAST_MS)).to.equal(false);
    expect(silence.hear({ kind: 'works' }, WAITING, FAST_MS)).to.equal(false);
    expect(silence.hear(RESTS, WAITING, FAST_MS)).to.equal(false);
  });

  it('must be five times as long as the server takes to be asked', () => {
    const slowMs = 600;
    const silence = connection();
    lookOften(silence, 5);
    silence.hear(RESTS, WAITING, slowMs);
    expect(silence.hear(RESTS, WAITING, slowMs), 'after 2.5 s').to.equal(false);
    lookOften(silence, 1);
    expect(silence.hear(RESTS, WAITING, slowMs), 'after 3 s').to.equal(true);
  });

  it('of a session that does not exist any more is a loss as well', () => {
    const silence = connection();
    lookOften(silence, 3);
    silence.hear({ kind: 'gone' }, WAITING, FAST_MS);
    expect(silence.hear({ kind: 'gone' }, WAITING, FAST_MS)).to.equal(true);
  });
});
