import { expect } from 'chai';
import { connect, type Socket } from 'node:net';
import { createLocalChangeFeed } from '../../../engine/port/change-feed.ts';
import { eventually } from '../../support/engine.ts';
import { fakeQueries, startServer, type TestServer } from './http-fixture.ts';

/** More than the stream keeps for a client who does not read, and more than the sockets of both ends hold. */
const ENOUGH_BYTES = 64 * 1024 * 1024;
const LONG_NAME = 'x'.repeat(10_000);

describe('An event stream whose client does not read', function () {
  this.timeout(60_000);
  const feed = createLocalChangeFeed();
  let server: TestServer;
  let atOnce = 0;
  let mostAtOnce = 0;
  /** Lets the questions of rights be answered; null: they are answered at once. */
  const gate: { open: (() => void) | null } = { open: null };
  before(async () => {
    server = await startServer({
      changeFeed: feed,
      queries: fakeQueries({
        visibleAmong: async (_viewer, ids) => {
          atOnce += 1;
          mostAtOnce = Math.max(mostAtOnce, atOnce);
          if (gate.open !== null) await new Promise<void>((resolve) => (gate.open = resolve));
          atOnce -= 1;
          return { taskIds: new Set(ids.taskIds), instanceIds: new Set(ids.instanceIds) };
        },
      }),
    });
  });
  after(() => server.close());

  async function open(): Promise<Socket> {
    const { port } = new URL(server.url);
    const socket = connect(Number(port), '127.0.0.1');
    socket.write('GET /api/v1/events HTTP/1.1\r\nHost: localhost\r\nCookie: lanework=ada\r\n\r\n');
    await new Promise((resolve) => socket.once('data', resolve));
    socket.pause();
    return socket;
  }

  it('is ended instead of kept in memory', async () => {
    const socket = await open();
    let isClosed = false;
    socket.once('close', () => (isClosed = true));
    socket.on('error', () => undefined);
    let sent = 0;
    const gone = await eventually(
      () => {
        // Different topics of one batch; each is sent.
        for (let index = 0; index < 100; index += 1) feed.publish({ topic: 'deployment', id: `${sent}-${index}-${LONG_NAME}` });
        sent += 100 * LONG_NAME.length;
        // Reading would show the end; writing shows it without making room.
        if (!socket.destroyed) socket.write('\r\n');
        return Promise.resolve(isClosed ? { sent } : null);
      },
      'the stream to end',
      30_000,
    );
    expect(gone.sent).to.be.below(ENOUGH_BYTES);
    socket.destroy();
  });

  it('asks for rights once at a time, however slow the answer is', async () => {
    mostAtOnce = 0;
    gate.open = () => undefined;
    const socket = await open();
    socket.on('error', () => undefined);
    for (let round = 0; round < 5; round += 1) {
      feed.publish({ topic: 'task', id: `task-${round}` });
      await new Promise((resolve) => setTimeout(resolve, 150));
    }
    expect(mostAtOnce).to.equal(1);
    gate.open();
    gate.open = null;
    await eventually(() => Promise.resolve(atOnce === 0 ? true : null), 'the waiting batch to be asked for');
    socket.destroy();
  });
});
