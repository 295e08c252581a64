import { Router } from 'express';
import { expect } from 'chai';
import type { ModuleContract, ModuleServices } from '../../../engine/port/module.ts';
import { call, fakeEngine, fakeIdentity, fakeQueries, startServer, TASK_ID, type TestServer } from './http-fixture.ts';

const cut = (): Error => new Error('Wrapped by another part', { cause: new Error('Connection terminated unexpectedly') });

/** Fails the first so many times, then answers. */
function failing<Answer>(times: number, answer: Answer, error: () => Error = cut): { readonly read: () => Promise<Answer>; tries: number } {
  const counted = {
    tries: 0,
    read: (): Promise<Answer> => {
      counted.tries += 1;
      return counted.tries <= times ? Promise.reject(error()) : Promise.resolve(answer);
    },
  };
  return counted;
}

const COUNTS = { mine: 0, groups: 1, unassigned: 1, overdue: 0, all: 1, countedUpTo: 1_000 };

describe('A read whose connection is lost', () => {
  let server: TestServer | null = null;
  const serve = async (...options: Parameters<typeof startServer>): Promise<TestServer> => (server = await startServer(...options));
  afterEach(async () => {
    await server?.close();
    server = null;
  });

  it('is tried once more, and the caller notices nothing', async () => {
    const counts = failing(1, COUNTS);
    const running = await serve({ queries: fakeQueries({ taskCounts: counts.read }) });
    const { status, body } = await call(running, 'GET', '/tasks/counts', { as: 'max' });
    expect({ status, body, tries: counts.tries }).to.deep.equal({ status: 200, body: COUNTS, tries: 2 });
    expect(running.logged).to.deep.equal([]);
  });

  it('is answered 503 when the second connection is lost as well', async () => {
    const counts = failing(2, COUNTS);
    const running = await serve({ queries: fakeQueries({ taskCounts: counts.read }) });
    expect((await call(running, 'GET', '/tasks/counts', { as: 'max' })).status).to.equal(503);
    expect(counts.tries).to.equal(2);
  });

  it('is not tried again when it failed for another reason', async () => {
    const counts = failing(1, COUNTS, () => new Error('Expected a number.'));
    const running = await serve({ queries: fakeQueries({ taskCounts: counts.read }) });
    expect((await call(running, 'GET', '/tasks/counts', { as: 'max' })).status).to.equal(500);
    expect(counts.tries).to.equal(1);
  });

  it('is tried again for who asks, before a write as well; the write itself is not', async () => {
    const person = await fakeIdentity().authenticateSession('eva');
    const session = failing(1, person);
    const claim = failing(1, null);
    const running = await serve({
      identity: fakeIdentity({ authenticateSession: session.read }),
      engine: fakeEngine({ assignTask: () => claim.read() as never }),
    });
    expect((await call(running, 'POST', `/tasks/${TASK_ID}/claim`, { as: 'eva' })).status).to.equal(503);
    expect({ session: session.tries, claim: claim.tries }).to.deep.equal({ session: 2, claim: 1 });
  });

  it('is tried again in modules, for GET alone', async () => {
    const list = failing(1, ['a']);
    const change = failing(1, ['a']);
    const router = Router();
    router.get('/things', async (_request, response) => void response.json({ items: await list.read() }));
    router.post('/things', async (_request, response) => void response.json({ items: await change.read() }));
    // The router of this module needs no services.
    const running = await serve({
      modules: [{ name: 'stock', routes: () => router } as Partial<ModuleContract> as ModuleContract],
      moduleServices: {} as ModuleServices,
    });
    const { status, body } = await call(running, 'GET', '/stock/things', { as: 'max' });
    expect({ status, body, tries: list.tries }).to.deep.equal({ status: 200, body: { items: ['a'] }, tries: 2 });
    expect((await call(running, 'POST', '/stock/things', { as: 'max', body: {} })).status).to.equal(503);
    expect(change.tries).to.equal(1);
  });
});
