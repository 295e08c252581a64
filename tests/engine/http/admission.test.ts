import { expect } from 'chai';
import { coreRoutes } from '../../../engine/http/index.ts';
import { call, fakeEngine, startServer, TASK_ID, type TestServer } from './http-fixture.ts';

describe('A server with too much to do', () => {
  let server: TestServer;
  let excess: string | null = null;
  let hold: Promise<void> | null = null;
  before(async () => {
    const engine = fakeEngine();
    const claim: typeof engine.assignTask = async (...request) => {
      await hold;
      return engine.assignTask(...request);
    };
    server = await startServer({
      pressure: { excess: () => excess },
      engine: { ...engine, assignTask: claim },
      config: { maxWrites: 2 },
    });
  });
  after(() => server.close());
  afterEach(() => {
    excess = null;
  });
  const claim = () => call(server, 'POST', `/tasks/${TASK_ID}/claim`, { as: 'eva' });

  it('refuses every write with 429 and a time to come back, and begins nothing', async () => {
    excess = '900 steps wait, of 400';
    const writes = coreRoutes.filter((route) => route.method !== 'get' && route.once !== 'unchanged');
    expect(writes.length).to.be.greaterThan(20);
    for (const route of writes) {
      const answer = await fetch(`${server.url}/api/v1${route.path.replaceAll(/:\w+/gu, 'x')}`, { method: route.method.toUpperCase() });
      expect(answer.status, route.path).to.equal(429);
      expect(Number(answer.headers.get('retry-after'))).to.be.within(1, 3);
      expect(await answer.json()).to.include({ code: 'TOO_BUSY', status: 429 });
    }
  });

  it('goes on to answer reads, stays ready and lets people sign in', async () => {
    excess = '900 steps wait, of 400';
    expect((await call(server, 'GET', '/tasks', { as: 'eva' })).status).to.equal(200);
    expect((await call(server, 'GET', '/health/ready')).status).to.equal(200);
    expect((await call(server, 'POST', '/session', { body: { login: 'eva', password: 'wrong' } })).body['code']).to.equal('SIGN_IN_FAILED');
  });

  it('has a bound on the writes in hand, and takes the next when one has ended', async () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    hold = promise;
    const inHand = [claim(), claim()];
    let refused = await claim();
    // The first two may still be on their way.
    while (refused.status !== 429) refused = await claim();
    expect(refused.body['code']).to.equal('TOO_BUSY');
    expect(refused.body['detail']).to.contain('2 writes are in hand, of 2');
    resolve();
    hold = null;
    for (const answer of await Promise.all(inHand)) expect(answer.status).to.be.oneOf([200, 429]);
    let next = await claim();
    for (let tries = 0; next.status === 429 && tries < 100; tries += 1) next = await claim();
    expect(next.status).to.equal(200);
  });
});
