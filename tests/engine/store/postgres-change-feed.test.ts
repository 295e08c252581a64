import { expect } from 'chai';
import type { ChangeEvent } from '../../../engine/port/change-feed.ts';
import { NO_METER } from '../../../engine/port/telemetry.ts';
import { createPostgresChangeFeed, type DistributedChangeFeed } from '../../../engine/store/postgres-change-feed.ts';
import { createTestDatabase, type TestDatabase } from '../../support/database.ts';
import { eventually } from '../../support/engine.ts';

describe('Changes told by PostgreSQL', () => {
  let database: TestDatabase;
  let feeds: DistributedChangeFeed[] = [];
  const errors: Error[] = [];
  before(async () => {
    database = await createTestDatabase();
  });
  afterEach(async () => {
    await Promise.all(feeds.map((feed) => feed.close()));
    feeds = [];
  });
  after(() => database.close());

  function open(): { readonly feed: DistributedChangeFeed; readonly heard: ChangeEvent[]; received(): number } {
    let received = 0;
    const meter = { ...NO_METER, changesReceived: () => (received += 1) };
    const feed = createPostgresChangeFeed(database.pool, database.url, (error) => errors.push(error), meter);
    feeds.push(feed);
    const heard: ChangeEvent[] = [];
    feed.subscribe((event) => heard.push(event));
    return { feed, heard, received: () => received };
  }

  it('reach the other nodes whole and in order, many at a time and in any script, and their own node once', async () => {
    const [here, there] = [open(), open()];
    await eventually(async () => {
      here.feed.publish({ topic: 'deployment', id: 'first' });
      return there.heard.length > 0 ? true : null;
    }, 'the other node to listen');
    const sent = Array.from({ length: 500 }, (_, n): ChangeEvent => ({
      topic: 'instance',
      id: `${n}`,
      processId: 'Выставить_счёт_"и"_გაგზავნა'.repeat(3),
    }));
    for (const event of sent) here.feed.publish(event);
    await eventually(() => Promise.resolve(there.heard.at(-1)?.id === '499' ? true : null), 'all to arrive');
    expect(there.heard.filter(({ topic }) => topic === 'instance')).to.deep.equal(sent);
    expect(here.heard.filter(({ topic }) => topic === 'instance')).to.deep.equal(sent);
    expect(there.received()).to.be.greaterThan(1);
    // What comes back to its sender counts for nothing.
    there.feed.publish({ topic: 'deployment', id: 'back' });
    await eventually(() => Promise.resolve(here.heard.at(-1)?.id === 'back' ? true : null), 'an answer');
    expect([here.received(), errors]).to.deep.equal([1, []]);
  });
});
