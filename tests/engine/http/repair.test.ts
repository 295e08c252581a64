import { expect } from 'chai';
import { createQueries } from '../../../engine/store/query/index.ts';
import { bpmn, path } from '../../support/bpmn.ts';
import { createTestDatabase, type TestDatabase } from '../../support/database.ts';
import { ANNA, createTestEngine, type TestEngine } from '../../support/engine.ts';
import { type Answer, call, fakeIdentity, PERSON_BY_ROLE, startServer, type TestServer } from './http-fixture.ts';

const orderOf = (check: string): string =>
  bpmn(
    'order',
    `<bpmn:startEvent id="start" /><bpmn:userTask id="${check}" name="${check}" /><bpmn:subProcess id="packing"><bpmn:startEvent id="begin" />
    <bpmn:userTask id="pick" /><bpmn:userTask id="wrap" /><bpmn:endEvent id="packed" />${path('begin', 'pick', 'wrap', 'packed')}</bpmn:subProcess>
    <bpmn:endEvent id="done" />${path('start', check, 'packing', 'done')}`,
  );

describe('Repairing instances over HTTP', () => {
  let database: TestDatabase;
  let test: TestEngine;
  let server: TestServer;
  let [first, second] = ['', ''];

  before(async function () {
    this.timeout(60_000);
    database = await createTestDatabase([]);
    test = createTestEngine(database);
    for (const check of ['check', 'inspect']) {
      const result = await test.engine.deploy([{ name: 'order.bpmn', content: orderOf(check) }], null, ANNA);
      if (result.kind === 'refused') throw new Error(JSON.stringify(result.findings));
      const id = result.definitions[0]?.definitionId ?? '';
      if (check === 'check') first = id;
      else second = id;
    }
    server = await startServer({ engine: test.engine, queries: createQueries(database.pool), identity: fakeIdentity() });
  });
  after(async () => {
    await server.close();
    await test.close();
    await database.close();
  });

  const send = (method: string, address: string, body?: unknown, headers: Record<string, string> = {}): Promise<Answer> =>
    call(server, method, address, { as: PERSON_BY_ROLE.manager, headers, ...(body === undefined ? {} : { body }) });
  const start = async (): Promise<string> =>
    `/process-instances/${(await test.engine.startProcess({ processId: 'order', version: 1, variables: {} }, ANNA)).instanceId}`;
  const tasksOf = (answer: Answer): readonly string[] =>
    ['nextTasks', 'otherTasks'].flatMap((list) => (answer.body[list] as readonly { name: string }[]).map(({ name }) => name)); // Lists of an outcome.

  it('shows where the tokens are and moves one into a sub-process', async () => {
    const instance = await start();
    const { elementInstances } = (await send('GET', `${instance}/tokens`)).body as {
      elementInstances: { id: string; elementId: string }[];
    };
    expect(elementInstances.map(({ elementId }) => elementId)).to.deep.equal(['order', 'check']);
    const instructions = [
      {
        kind: 'move',
        from: { elementInstanceId: elementInstances[1]?.id },
        place: { before: 'wrap' },
        variables: [{ elementId: 'packing', variables: { x: 1 } }],
      },
    ];
    const preview = await send('POST', `${instance}/modify/preview`, { instructions });
    expect(preview.body).to.deep.equal({ problems: [], entered: ['packing', 'wrap'], cancelled: ['check'], status: 'active' });
    const done = await send('POST', `${instance}/modify`, { instructions });
    expect([done.status, tasksOf(done)]).to.deep.equal([200, ['wrap']]);
  });

  it('refuses a modification with everything that is wrong with it', async () => {
    const instance = await start();
    const instructions = [
      { kind: 'add', place: { before: 'nowhere' } },
      { kind: 'cancel', from: { elementId: 'wrap' } },
    ];
    const { status, body } = await send('POST', `${instance}/modify`, { instructions });
    expect({ status, code: body['code'] }).to.deep.equal({ status: 422, code: 'MODIFICATION_REFUSED' });
    expect((body['problems'] as object[]).map((each) => Object.values(each).slice(0, 3))).to.have.lengthOf(2);
    expect(body['problems']).to.have.nested.property('[1].elementId', 'wrap');
    expect((await send('POST', `${instance}/modify/preview`, { instructions })).body['problems']).to.deep.equal(body['problems']);
  });

  it('does a request with the same idempotency key once', async () => {
    const instance = await start();
    const body = { instructions: [{ kind: 'add', place: { before: 'check' } }] };
    const headers = { 'Idempotency-Key': `key-${instance}` };
    const answers = [await send('POST', `${instance}/modify`, body, headers), await send('POST', `${instance}/modify`, body, headers)];
    expect(answers.map(({ status }) => status)).to.deep.equal([200, 200]);
    expect(answers[0]?.body).to.deep.equal(answers[1]?.body);
    expect((await send('GET', `${instance}/tokens`)).body['elementInstances']).to.have.lengthOf(3);
  });

  it('refuses bad instructions before they come to the engine', async () => {
    const instance = await start();
    for (const instructions of [[], [{ kind: 'jump' }], [{ kind: 'add', place: {} }], [{ kind: 'cancel', from: { tokenId: 'x' } }]]) {
      expect((await send('POST', `${instance}/modify`, { instructions })).body['code'], JSON.stringify(instructions)).to.equal(
        'INPUT_INVALID',
      );
    }
  });

  it('previews and does a migration, and tells what is wrong with it', async () => {
    const instance = await start();
    const without = await send('POST', `${instance}/migrate`, { definitionId: second });
    expect(without.status).to.equal(422);
    expect(without.body['problems']).to.have.nested.property('[0].code', 'UNMAPPED_ELEMENT');
    const request = { definitionId: second, mapping: { check: 'inspect' } };
    const preview = await send('POST', `${instance}/migrate/preview`, request);
    expect(preview.body['mapping']).to.include({ check: 'inspect', pick: 'pick' });
    expect((preview.body['changes'] as { change: string }[]).map(({ change }) => change)).to.deep.equal(['kept', 'kept']);
    expect((await send('POST', `${instance}/migrate`, request)).status).to.equal(200);
    expect((await send('GET', instance)).body).to.include({ definitionId: second, version: 2 });
    expect((await send('POST', `${instance}/migrate`, request)).body['code']).to.equal('SAME_DEFINITION');
    expect((await send('POST', `${instance}/migrate`, { definitionId: 'order:99:x' })).status).to.equal(404);
  });

  it('migrates several instances and answers for each', async () => {
    const ids = [(await start()).slice(19), (await start()).slice(19)];
    await send('POST', `/process-instances/${ids[1]}/migrate`, { definitionId: second, mapping: { check: 'inspect' } });
    const request = { definitionId: second, mapping: { check: 'inspect' }, instanceIds: ids };
    const results = async (address: string): Promise<readonly string[]> =>
      ((await send('POST', address, request)).body['results'] as { result: string }[]).map(({ result }) => result);
    expect(await results('/migrations/preview')).to.deep.equal(['possible', 'refused']);
    expect(await results('/migrations')).to.deep.equal(['migrated', 'refused']);
    expect(first).to.not.equal(second);
  });

  it('had no failure inside', () => {
    expect(server.logged).to.deep.equal([]);
  });
});
