import { expect } from 'chai';
import { QueueWatch } from '../../../engine/queue/queue-watch.ts';

describe('The watch over the queue', () => {
  const nowMs = Date.now();

  it('calls it degraded after a failure, until a wake-up is taken or the backend has been quiet', () => {
    const watch = new QueueWatch(() => undefined);
    expect(watch.state(nowMs).isDegraded).to.equal(false);
    watch.onError(new Error('connection refused'));
    expect(watch.state(Date.now()).isDegraded).to.equal(true);
    expect(watch.state(Date.now() + 11_000).isDegraded).to.equal(false);
    watch.sent();
    watch.taken();
    expect(watch.state(Date.now())).to.deep.equal({ inFlight: 0, lost: 0, isDegraded: false });
  });

  it('calls it degraded while it takes nothing and says nothing, and counts what is lost', () => {
    const watch = new QueueWatch(() => undefined);
    watch.sent();
    watch.sent();
    expect(watch.state(Date.now()).isDegraded).to.equal(false);
    expect(watch.state(Date.now() + 11_000).isDegraded).to.equal(true);
    watch.refused();
    watch.dropped();
    expect(watch.state(Date.now())).to.include({ inFlight: 1, lost: 2 });
  });
});
