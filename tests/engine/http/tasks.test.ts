import { expect } from 'chai';
import type { Actor } from '../../../engine/port/module-contract.ts';
import { defineOperation } from '../../../engine/port/module-contract.ts';
import { EngineError } from '../../../engine/port/engine.ts';
import type { ModuleContract } from '../../../engine/port/module.ts';
import type { TaskDetailRow } from '../../../engine/port/queries.ts';
import { z } from 'zod';
import { call, fakeEngine, fakeQueries, INSTANCE_ID, startServer, STEP, TASK, TASK_ID, type TestServer } from './http-fixture.ts';

/** Serves one task and notes what the engine was asked. */
async function serveTask(
  change: Partial<TaskDetailRow> = {},
  options: Parameters<typeof startServer>[0] = {},
): Promise<{ readonly server: TestServer; readonly asked: unknown[] }> {
  const asked: unknown[] = [];
  let row: TaskDetailRow = { ...TASK, ...change };
  const server = await startServer({
    queries: fakeQueries({ task: async () => row, taskRow: async () => row }),
    engine: fakeEngine({
      async assignTask(id, assignee, expectUnassigned, actor) {
        asked.push(['assign', id, assignee, expectUnassigned, actor.id]);
        row = { ...row, assignee };
        return STEP;
      },
      async completeTask(id, variables, actor, commandId) {
        asked.push(['complete', id, variables, actor.id, commandId]);
        row = { ...row, status: 'completed', completedBy: { id: actor.id, name: actor.name } };
        return STEP;
      },
    }),
    ...options,
  });
  return { server, asked };
}

describe('A task over HTTP', () => {
  let served: { readonly server: TestServer; readonly asked: unknown[] } | null = null;
  const serve = async (...given: Parameters<typeof serveTask>): Promise<{ readonly server: TestServer; readonly asked: unknown[] }> => {
    served = await serveTask(...given);
    return served;
  };
  afterEach(async () => {
    await served?.server.close();
    served = null;
  });

  it('is claimed by a candidate, and the answer shows him as assignee', async () => {
    const { server, asked } = await serve();
    const { status, body } = await call(server, 'POST', `/tasks/${TASK_ID}/claim`, { as: 'eva' });
    expect(status).to.equal(200);
    expect(body).to.deep.include({ assignee: { id: 'eva', name: 'Name of eva' }, canClaim: false, canComplete: true });
    expect(asked).to.deep.equal([['assign', TASK_ID, 'eva', true, 'eva']]);
  });

  it('is not claimed by somebody who is no candidate', async () => {
    const { server, asked } = await serve();
    expect((await call(server, 'POST', `/tasks/${TASK_ID}/claim`, { as: 'bob' })).status).to.equal(403);
    expect(asked).to.deep.equal([]);
  });

  it('tells who has it when it is claimed already', async () => {
    const { server } = await serve({ assignee: 'bob' });
    const { status, body } = await call(server, 'POST', `/tasks/${TASK_ID}/claim`, { as: 'eva' });
    expect({ status, code: body['code'], assignee: body['assignee'] }).to.deep.equal({
      status: 409,
      code: 'TASK_ALREADY_CLAIMED',
      assignee: { id: 'bob', name: 'Name of bob' },
    });
  });

  it('tells who was faster when two claim at once', async () => {
    const { server } = await serve(
      {},
      {
        engine: fakeEngine({
          assignTask: async () => {
            throw new EngineError('TASK_ALREADY_CLAIMED', 'Expected it free.', { assignee: 'bob' });
          },
        }),
      },
    );
    const { status, body } = await call(server, 'POST', `/tasks/${TASK_ID}/claim`, { as: 'eva' });
    expect({ status, code: body['code'], assignee: body['assignee'] }).to.deep.equal({
      status: 409,
      code: 'TASK_ALREADY_CLAIMED',
      assignee: { id: 'bob', name: 'Name of bob' },
    });
  });

  it('is given back by its assignee, not by a colleague', async () => {
    const { server, asked } = await serve({ assignee: 'eva' });
    expect((await call(server, 'POST', `/tasks/${TASK_ID}/unclaim`, { as: 'bob' })).status).to.equal(403);
    const { body } = await call(server, 'POST', `/tasks/${TASK_ID}/unclaim`, { as: 'eva' });
    expect(body).to.deep.include({ assignee: null, canClaim: true });
    expect(asked).to.deep.equal([['assign', TASK_ID, null, false, 'eva']]);
  });

  it('is completed by its assignee and not by his colleagues or supervisors', async () => {
    const { server, asked } = await serve({ assignee: 'eva' });
    for (const other of ['bob', 'max', 'ada'])
      expect((await call(server, 'POST', `/tasks/${TASK_ID}/complete`, { as: other, body: {} })).status).to.equal(403);
    expect((await call(server, 'POST', `/tasks/${TASK_ID}/complete`, { as: 'eva', body: { variables: { a: 1 } } })).status).to.equal(200);
    expect(asked).to.deep.equal([['complete', TASK_ID, { a: 1 }, 'eva', undefined]]);
  });

  it('is completed by a candidate while nobody has it, who takes it first', async () => {
    const { server, asked } = await serve();
    expect((await call(server, 'POST', `/tasks/${TASK_ID}/complete`, { as: 'eva', body: {} })).status).to.equal(200);
    expect(asked).to.deep.equal([
      ['assign', TASK_ID, 'eva', true, 'eva'],
      ['complete', TASK_ID, {}, 'eva', undefined],
    ]);
  });

  it('is not completed by a candidate when a colleague claims it in the same moment', async () => {
    const { server } = await serve(
      {},
      {
        engine: fakeEngine({
          assignTask: async () => {
            throw new EngineError('TASK_ALREADY_CLAIMED', 'Expected it free.', { assignee: 'bob' });
          },
          completeTask: async () => {
            throw new Error('Expected no completion.');
          },
        }),
      },
    );
    const { status, body } = await call(server, 'POST', `/tasks/${TASK_ID}/complete`, { as: 'eva', body: {} });
    expect({ status, code: body['code'], assignee: body['assignee'] }).to.deep.equal({
      status: 409,
      code: 'TASK_ALREADY_CLAIMED',
      assignee: { id: 'bob', name: 'Name of bob' },
    });
  });

  it('is not completed twice', async () => {
    const { server } = await serve();
    await call(server, 'POST', `/tasks/${TASK_ID}/complete`, { as: 'eva', body: {} });
    const { status, body } = await call(server, 'POST', `/tasks/${TASK_ID}/complete`, { as: 'eva', body: {} });
    expect({ status, code: body['code'] }).to.deep.equal({ status: 409, code: 'TASK_NOT_OPEN' });
  });

  it('hands the same idempotency key to the engine again, so that it can repeat its answer', async () => {
    const { server, asked } = await serve({ assignee: 'eva' });
    const headers = { 'Idempotency-Key': 'click-1' };
    for (let attempt = 0; attempt < 2; attempt += 1) {
      expect((await call(server, 'POST', `/tasks/${TASK_ID}/complete`, { as: 'eva', body: {}, headers })).status).to.equal(200);
    }
    expect(asked).to.deep.equal([
      ['complete', TASK_ID, {}, 'eva', 'eva:click-1'],
      ['complete', TASK_ID, {}, 'eva', 'eva:click-1'],
    ]);
  });

  it('keeps the keys of two people apart', async () => {
    const { server, asked } = await serve();
    await call(server, 'POST', `/tasks/${TASK_ID}/complete`, { as: 'eva', body: {}, headers: { 'Idempotency-Key': 'click-1' } });
    const { status } = await call(server, 'POST', `/tasks/${TASK_ID}/complete`, {
      as: 'ana',
      body: {},
      headers: { 'Idempotency-Key': 'click-1' },
    });
    expect(status).to.equal(409);
    expect(asked.filter((request) => Array.isArray(request) && request[0] === 'complete')).to.have.lengthOf(1);
  });

  it('is refused with every wrong field when its form does not hold', async () => {
    const form = { components: [{ type: 'number', key: 'discount', validate: { required: true, max: 20 } }] };
    const { server, asked } = await serve({ form, formId: 'approve' });
    const { status, body } = await call(server, 'POST', `/tasks/${TASK_ID}/complete`, { as: 'eva', body: { variables: { discount: 25 } } });
    expect({ status, code: body['code'], errors: body['errors'] }).to.deep.equal({
      status: 422,
      code: 'FORM_INVALID',
      errors: [{ path: 'discount', message: 'Expected at most 20, but found 25.' }],
    });
    expect(asked).to.deep.equal([]);
  });

  it('is absent for those who may not see it', async () => {
    const { server } = await serve({}, { queries: fakeQueries({ task: async () => null, taskRow: async () => null }) });
    for (const [method, path, body] of [
      ['GET', '', undefined],
      ['POST', '/claim', undefined],
      ['POST', '/unclaim', undefined],
      ['PUT', '/draft', { variables: {} }],
      ['POST', '/complete', {}],
    ] as const) {
      const answer = await call(server, method, `/tasks/${TASK_ID}${path}`, { as: 'eva', body });
      expect({ path, status: answer.status, code: answer.body['code'] }).to.deep.equal({ path, status: 404, code: 'NOT_FOUND' });
    }
  });

  it('asks the read side with the rights of the person', async () => {
    const viewers: unknown[] = [];
    const { server } = await serve(
      {},
      {
        queries: fakeQueries({
          tasks: async (viewer) => {
            viewers.push(viewer);
            return { items: [], nextCursor: null };
          },
        }),
      },
    );
    for (const as of ['eva', 'ana', 'max', 'ada']) await call(server, 'GET', '/tasks', { as });
    expect(viewers).to.deep.equal([
      { id: 'eva', groups: ['sales'], seesAllTasks: false, seesAllInstances: false },
      { id: 'ana', groups: ['sales'], seesAllTasks: false, seesAllInstances: true },
      { id: 'max', groups: [], seesAllTasks: true, seesAllInstances: true },
      { id: 'ada', groups: [], seesAllTasks: true, seesAllInstances: true },
    ]);
  });
});

describe('The outcome of a step', () => {
  const operation = defineOperation({
    topic: 'erp.shipment.post',
    title: { en: 'Post shipment', cs: 'Zaúčtovat dodávku' },
    description: { en: 'Posts it.' },
    icon: 'truck',
    input: z.object({}),
    output: z.object({}),
    errors: [],
    transactional: true,
    run: async () => ({}),
  });
  // Only the operations are read here.
  const module = { name: 'erp', operations: [operation], recordTypes: [] } as unknown as ModuleContract;
  const OTHER_ID = `${INSTANCE_ID}.9`;

  it('names the operations that ran, the tasks that follow and the incidents', async () => {
    const seen = { ...TASK, id: TASK_ID, name: 'Mine' };
    const hidden = { ...TASK, id: OTHER_ID, name: 'Theirs', candidateGroups: ['finance'] };
    const performed = {
      instanceId: INSTANCE_ID,
      elementId: 'post',
      elementName: 'Post',
      work: 'erp.shipment.post',
      outcome: 'completed',
      output: { cost: '12.50' },
      errorCode: null,
      message: null,
    } as const;
    const server = await startServer({
      modules: [module],
      engine: fakeEngine({
        completeTask: async () => ({
          ...STEP,
          performed: [performed, { ...performed, work: 'script' }],
          openedTaskIds: [TASK_ID, OTHER_ID],
          incidentIds: [OTHER_ID],
        }),
      }),
      queries: fakeQueries({
        tasksByIds: async () => [
          { ...seen, isVisible: true },
          { ...hidden, isVisible: false },
        ],
      }),
    });
    const { body } = await call(server, 'POST', `/tasks/${TASK_ID}/complete`, { as: 'eva', body: {} });
    await server.close();
    expect(body['performed']).to.deep.equal([
      { ...performed, title: { en: 'Post shipment', cs: 'Zaúčtovat dodávku' } },
      { ...performed, work: 'script', title: null },
    ]);
    expect(body['nextTasks']).to.have.lengthOf(1).and.to.have.nested.property('[0].name', 'Mine');
    expect(body['otherTasks']).to.deep.equal([{ name: 'Theirs', assignee: null, candidateGroups: ['finance'] }]);
    expect(body['incidents']).to.have.nested.property('[0].code', 'JOB_FAILED');
  });
});

describe('Starting a process over HTTP', () => {
  it('is refused to people outside the candidate starter groups', async () => {
    const starters: Actor[] = [];
    const server = await startServer({
      queries: fakeQueries({
        definitionToStart: async () => ({ id: 'order-to-cash:1', startFormId: null, candidateStarterGroups: ['warehouse'] }),
      }),
      engine: fakeEngine({
        startProcess: async (_request, actor) => {
          starters.push(actor);
          return STEP;
        },
      }),
    });
    const statuses: number[] = [];
    for (const as of ['eva', 'max', 'bob', 'ada'])
      statuses.push((await call(server, 'POST', '/process-instances', { as, body: { processId: 'order-to-cash' } })).status);
    await server.close();
    expect(statuses).to.deep.equal([403, 403, 201, 201]);
    expect(starters.map((actor) => actor.id)).to.deep.equal(['bob', 'ada']);
  });

  it('is refused when there is no such process or version', async () => {
    const server = await startServer({ queries: fakeQueries({ definitionToStart: async () => null }) });
    const absent = await call(server, 'POST', '/process-instances', { as: 'eva', body: { processId: 'nothing' } });
    const version = await call(server, 'POST', '/process-instances', { as: 'eva', body: { processId: 'order-to-cash', version: 7 } });
    await server.close();
    expect([absent.status, version.status]).to.deep.equal([404, 404]);
  });
});
