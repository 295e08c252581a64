import { expect } from 'chai';
import { HttpProblem } from '../../../engine/port/http-problem.ts';
import { EngineError } from '../../../engine/port/engine.ts';
import { BusinessError } from '../../../engine/port/module-contract.ts';
import { problemFor } from '../../../engine/http/problem.ts';
import { call, fakeDrafts, DRAFT, DRAFT_ID, fakeEngine, fakeQueries, startServer, TASK_ID, type TestServer } from './http-fixture.ts';

describe('A failure inside', () => {
  let server: TestServer | null = null;
  const serve = async (...options: Parameters<typeof startServer>): Promise<TestServer> => (server = await startServer(...options));
  afterEach(async () => {
    await server?.close();
    server = null;
  });

  it('is told as 500 without any detail, and logged with all of it', async () => {
    const running = await serve({ queries: fakeQueries({ overview: () => Promise.reject(new Error('password of the database')) }) });
    const { status, body, text } = await call(running, 'GET', '/overview', { as: 'max' });
    expect({ status, code: body['code'] }).to.deep.equal({ status: 500, code: 'INTERNAL' });
    expect(text).not.to.include('password');
    expect(running.logged).to.have.lengthOf(1).and.to.have.property('0').that.includes('password of the database');
  });

  it('of the database is told as 503, with a time to come back', async () => {
    const running = await serve({
      queries: fakeQueries({
        overview: () => Promise.reject(Object.assign(new Error('connect'), { code: 'ECONNREFUSED' })),
      }),
      health: { hasStarted: () => true, look: async () => ({ status: 'failing', checks: [] }) },
    });
    const { status, body, headers } = await call(running, 'GET', '/overview', { as: 'max' });
    expect({ status, code: body['code'] }).to.deep.equal({ status: 503, code: 'UNAVAILABLE' });
    expect(Number(headers.get('retry-after'))).to.be.within(1, 3);
    expect((await call(running, 'GET', '/health/ready')).status).to.equal(503);
    expect((await call(running, 'GET', '/health/live')).status).to.equal(200);
  });

  it('of an engine that has too much to do, or whose steps collide again and again, comes with a time to come back', async () => {
    const seen: string[] = [];
    for (const code of ['TOO_BUSY', 'BUSY']) {
      const running = await serve({ engine: fakeEngine({ assignTask: () => Promise.reject(new EngineError(code, 'Expected room.')) }) });
      const { status, body, headers } = await call(running, 'POST', `/tasks/${TASK_ID}/claim`, { as: 'eva' });
      seen.push(`${status} ${String(body['code'])}`);
      expect(Number(headers.get('retry-after')), code).to.be.within(1, 3);
      await running.close();
    }
    server = null;
    expect(seen).to.deep.equal(['429 TOO_BUSY', '503 BUSY']);
  });

  it('shows an answer that does not fit its description', async () => {
    const running = await serve({ queries: fakeQueries({ taskCounts: async () => ({ mine: 'many' }) as never }) });
    expect((await call(running, 'GET', '/tasks/counts', { as: 'max' })).status).to.equal(500);
  });
});

describe('A refusal', () => {
  it('keeps its code and gets the status that fits', () => {
    const seen = [
      new EngineError('NOT_FOUND', 'a'),
      new EngineError('WRONG_STATUS', 'b'),
      new EngineError('LEASE_LOST', 'c'),
      new EngineError('VARIABLES_INVALID', 'd'),
      new EngineError('IDEMPOTENCY_KEY_REUSED', 'e'),
      new EngineError('BUSY', 'f'),
      new EngineError('TOO_BUSY', 'f'),
      new BusinessError('CREDIT_LIMIT', 'g'),
      new HttpProblem(409, 'RECORD_CHANGED', 'h'),
    ]
      .map((error) => problemFor(error))
      .map((problem) => `${problem.status} ${problem.code}`);
    expect(seen).to.deep.equal([
      '404 NOT_FOUND',
      '409 WRONG_STATUS',
      '409 LEASE_LOST',
      '400 VARIABLES_INVALID',
      '422 IDEMPOTENCY_KEY_REUSED',
      '503 BUSY',
      '429 TOO_BUSY',
      '422 CREDIT_LIMIT',
      '409 RECORD_CHANGED',
    ]);
  });

  it('never lets details replace the members of every problem', () => {
    expect(problemFor(new EngineError('X', 'x', { status: 'closed', code: 'Y', holder: 'eva' })).members).to.deep.equal({ holder: 'eva' });
  });

  it('of a deployment lists the findings', async () => {
    const finding = {
      rule: 'r',
      severity: 'error',
      resource: 'a.bpmn',
      element: 'task',
      line: 3,
      message: 'Expected a type, but found none.',
      expected: 'a type',
      found: 'none',
      mend: 'Choose one.',
    } as const;
    const server = await startServer({ engine: fakeEngine({ deploy: async () => ({ kind: 'refused', findings: [finding] }) }) });
    const { status, body } = await call(server, 'POST', '/deployments', {
      as: 'ana',
      body: { resources: [{ name: 'a.bpmn', content: '<a/>' }] },
    });
    await server.close();
    expect({ status, code: body['code'], findings: body['findings'] }).to.deep.equal({
      status: 422,
      code: 'DEPLOYMENT_REFUSED',
      findings: [finding],
    });
  });

  it('of a draft saved over a newer one carries that one', async () => {
    const server = await startServer({ drafts: fakeDrafts({ save: async () => ({ kind: 'changed', current: DRAFT }) }) });
    const { status, body } = await call(server, 'PUT', `/drafts/${DRAFT_ID}`, {
      as: 'ana',
      body: { name: 'Mine', resources: [], revision: 2 },
    });
    await server.close();
    expect({ status, code: body['code'], current: body['current'] }).to.deep.equal({
      status: 409,
      code: 'DRAFT_CHANGED',
      current: { ...DRAFT },
    });
  });
});
