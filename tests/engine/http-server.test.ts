import { expect } from 'chai';
import { connect, type Socket } from 'node:net';
import { readConfig } from '../../engine/config.ts';
import { type HttpServer, listenHttp } from '../../engine/http-server.ts';
import { eventually } from '../support/engine.ts';

const MAX_CONNECTIONS = 3;

describe('The HTTP server', () => {
  const closing = new AbortController();
  const held: (() => void)[] = [];
  let server: HttpServer;
  before(async () => {
    const config = readConfig({ PORT: '0', LANEWORK_MAX_CONNECTIONS: String(MAX_CONNECTIONS), LANEWORK_DRAIN_MS: '50' });
    server = await listenHttp(
      config,
      (request, response) => {
        if (request.url === '/held') held.push(() => response.end('held'));
        else response.end('at once');
      },
      closing.signal,
    );
  });

  it('drops connections beyond its limit and takes new ones when others have gone', async () => {
    const { port } = new URL(server.url);
    const sockets: Socket[] = [];
    const dropped = new Set<Socket>();
    for (let index = 0; index < MAX_CONNECTIONS + 2; index += 1) {
      const socket = connect(Number(port), '127.0.0.1');
      socket.on('error', () => undefined);
      socket.once('close', () => dropped.add(socket));
      await new Promise((resolve) => socket.once('connect', resolve));
      sockets.push(socket);
    }
    await eventually(() => Promise.resolve(dropped.size === 2 ? true : null), 'two connections to be dropped');
    for (const socket of sockets) socket.destroy();
    const answer = await eventually(() => fetch(`${server.url}/`).catch(() => null), 'a connection to be free');
    expect(await answer.text()).to.equal('at once');
  });

  it('finishes what is in hand when it closes, and asks for the connection to be closed', async () => {
    const answering = fetch(`${server.url}/held`);
    await eventually(() => Promise.resolve(held.length === 1 ? true : null), 'the request to be in hand');
    closing.abort();
    const closed = server.close();
    // Still served, for the balancer that has not noticed yet.
    const late = await fetch(`${server.url}/`);
    expect(late.headers.get('connection')).to.equal('close');
    held[0]?.();
    const answer = await answering;
    expect(answer.headers.get('connection')).to.equal('close');
    expect(await answer.text()).to.equal('held');
    await closed;
    expect(await fetch(`${server.url}/`).catch(() => 'refused')).to.equal('refused');
  });
});
