import { expect } from 'chai';
import { bpmn, flow, path } from '../../support/bpmn.ts';
import { createTestDatabase, type TestDatabase } from '../../support/database.ts';
import { ANNA, createTestEngine, eventually, type TestEngine } from '../../support/engine.ts';

const PAYMENT =
  '<bpmn:message id="payment" name="PaymentReceived"><bpmn:extensionElements><zeebe:subscription correlationKey="=orderId" /></bpmn:extensionElements></bpmn:message>';
const catchMessage = (id: string, message: string): string =>
  `<bpmn:intermediateCatchEvent id="${id}"><bpmn:messageEventDefinition id="${id}Definition" messageRef="${message}" /></bpmn:intermediateCatchEvent>`;

const WAITS_FOR_PAYMENT = bpmn(
  'waits-for-payment',
  `<bpmn:startEvent id="start" />${catchMessage('paid', 'payment')}<bpmn:endEvent id="end" />${path('start', 'paid', 'end')}`,
  PAYMENT,
);
const WAITS_FOR_EITHER = bpmn(
  'waits-for-either',
  `<bpmn:startEvent id="start" /><bpmn:eventBasedGateway id="either" />${catchMessage('paid', 'payment')}${catchMessage('cancelled', 'cancellation')}<bpmn:userTask id="ship" /><bpmn:userTask id="restock" /><bpmn:endEvent id="endShip" /><bpmn:endEvent id="endRestock" />
  ${path('start', 'either', 'paid', 'ship', 'endShip')}${path('either', 'cancelled', 'restock', 'endRestock')}`,
  `${PAYMENT}<bpmn:message id="cancellation" name="OrderCancelled"><bpmn:extensionElements><zeebe:subscription correlationKey="=orderId" /></bpmn:extensionElements></bpmn:message>`,
);
const STARTS_BY_MESSAGE = bpmn(
  'starts-by-message',
  `<bpmn:startEvent id="start"><bpmn:messageEventDefinition id="startDefinition" messageRef="order" /></bpmn:startEvent><bpmn:endEvent id="end" />${flow('start', 'end')}`,
  '<bpmn:message id="order" name="OrderPlaced" />',
);
const SENDS = bpmn(
  'sends',
  `<bpmn:startEvent id="start" /><bpmn:intermediateThrowEvent id="send"><bpmn:messageEventDefinition id="sendDefinition" messageRef="payment" /></bpmn:intermediateThrowEvent><bpmn:endEvent id="end" />${path('start', 'send', 'end')}`,
  PAYMENT,
);
const WAITS_FOR_SIGNAL = bpmn(
  'waits-for-signal',
  `<bpmn:startEvent id="start" /><bpmn:intermediateCatchEvent id="caught"><bpmn:signalEventDefinition id="caughtDefinition" signalRef="stock" /></bpmn:intermediateCatchEvent><bpmn:endEvent id="end" />${path('start', 'caught', 'end')}`,
  '<bpmn:signal id="stock" name="StockArrived" />',
);
const TIMED = bpmn(
  'timed',
  `<bpmn:startEvent id="start" /><bpmn:intermediateCatchEvent id="wait"><bpmn:timerEventDefinition id="waitDefinition"><bpmn:timeDuration xsi:type="bpmn:tFormalExpression">PT0.2S</bpmn:timeDuration></bpmn:timerEventDefinition></bpmn:intermediateCatchEvent><bpmn:endEvent id="end" />${path('start', 'wait', 'end')}`,
);
const TICKS = bpmn(
  'ticks',
  `<bpmn:startEvent id="start"><bpmn:timerEventDefinition id="startDefinition"><bpmn:timeCycle xsi:type="bpmn:tFormalExpression">R3/PT1S</bpmn:timeCycle></bpmn:timerEventDefinition></bpmn:startEvent><bpmn:endEvent id="end" />${flow('start', 'end')}`,
);

describe('Events', () => {
  let database: TestDatabase;
  let test: TestEngine;
  before(async function () {
    this.timeout(60_000);
    database = await createTestDatabase();
    test = createTestEngine(database);
    const files = {
      'a.bpmn': WAITS_FOR_PAYMENT,
      'b.bpmn': STARTS_BY_MESSAGE,
      'c.bpmn': SENDS,
      'd.bpmn': WAITS_FOR_SIGNAL,
      'e.bpmn': TIMED,
      'f.bpmn': WAITS_FOR_EITHER,
    };
    const deployed = await test.engine.deploy(
      Object.entries(files).map(([name, content]) => ({ name, content })),
      null,
      ANNA,
    );
    expect(deployed.kind, JSON.stringify(deployed)).to.equal('deployed');
    test.startWorker();
  });
  after(async () => {
    await test.close();
    await database.close();
  });

  const start = async (processId: string, variables = {}): Promise<string> =>
    (await test.engine.startProcess({ processId, variables }, ANNA)).instanceId;
  const statusOf = async (id: string): Promise<string | undefined> =>
    (await database.pool.query<{ status: string }>('select status from process_instance where id = $1', [id])).rows[0]?.status;
  const toComplete = (id: string) =>
    eventually(async () => ((await statusOf(id)) === 'completed' ? true : null), `instance ${id} to complete`);

  it('give a message to the one instance with its key', async () => {
    const [other, mine] = [await start('waits-for-payment', { orderId: 'O-1' }), await start('waits-for-payment', { orderId: 'O-2' })];
    const { result, step } = await test.engine.correlateMessage(
      { name: 'PaymentReceived', correlationKey: 'O-2', variables: { amount: '12.50' } },
      ANNA,
    );
    expect([result, step?.instanceId, step?.status]).to.deep.equal(['correlated', mine, 'completed']);
    expect(await statusOf(other)).to.equal('active');
  });

  it('keep a message that comes too early, for its time to live and no longer', async () => {
    expect(
      (await test.engine.correlateMessage({ name: 'PaymentReceived', correlationKey: 'O-3', variables: {}, timeToLiveMs: 60_000 }, ANNA))
        .result,
    ).to.equal('buffered');
    expect(await statusOf(await start('waits-for-payment', { orderId: 'O-3' }))).to.equal('completed');
    await test.engine.correlateMessage({ name: 'PaymentReceived', correlationKey: 'O-4', variables: {}, timeToLiveMs: 1 }, ANNA);
    await eventually(
      async () =>
        (await database.pool.query(`select 1 from buffered_message where correlation_key = 'O-4'`)).rowCount === 0 ? true : null,
      'the message to expire',
    );
    expect(await statusOf(await start('waits-for-payment', { orderId: 'O-4' }))).to.equal('active');
  });

  it('take one of two kept messages of which either would do, and leave the other where it is', async () => {
    for (const name of ['PaymentReceived', 'OrderCancelled'])
      await test.engine.correlateMessage({ name, correlationKey: 'O-6', variables: {}, timeToLiveMs: 60_000 }, ANNA);
    const { openedTaskIds } = await test.engine.startProcess({ processId: 'waits-for-either', variables: { orderId: 'O-6' } }, ANNA);
    expect(openedTaskIds).to.have.length(1);
    const kept = await database.pool.query<{ name: string }>(`select name from buffered_message where correlation_key = 'O-6'`);
    expect(kept.rows).to.have.length(1);
  });

  it('find a kept message and a waiting instance that missed each other', async () => {
    const id = await start('waits-for-payment', { orderId: 'O-5' });
    await database.pool.query(
      `insert into buffered_message (name, correlation_key, variables, published_at, expires_at) values ('PaymentReceived', 'O-5', '{}', now(), now() + interval '1 hour')`,
    );
    await toComplete(id);
  });

  it('do the same message once, by its id', async () => {
    const request = { name: 'OrderPlaced', variables: { n: 1 }, messageId: 'm-1' };
    const [first, second] = [await test.engine.correlateMessage(request, ANNA), await test.engine.correlateMessage(request, ANNA)];
    expect(first.result).to.equal('started');
    expect(second).to.deep.equal(first);
  });

  it('carry a message from one process to another through the database', async () => {
    const receiver = await start('waits-for-payment', { orderId: 'O-6' });
    expect(await statusOf(await start('sends', { orderId: 'O-6' }))).to.equal('completed');
    await toComplete(receiver);
    expect((await database.pool.query('select 1 from due_work')).rowCount).to.equal(0);
  });

  it('give a signal to everybody who waits', async () => {
    const ids = await Promise.all([1, 2, 3].map(() => start('waits-for-signal')));
    expect(await test.engine.broadcastSignal({ name: 'StockArrived', variables: {} }, ANNA)).to.deep.equal({ instances: 3 });
    await Promise.all(ids.map(toComplete));
  });

  it('fire a timer when it is due and not before', async () => {
    const id = await start('timed');
    await toComplete(id);
    const [row] = (
      await database.pool.query<{ early: boolean }>(
        `select ended_at < started_at + interval '200 milliseconds' as early from process_instance where id = $1`,
        [id],
      )
    ).rows;
    expect(row?.early).to.equal(false);
    expect((await database.pool.query('select 1 from timer where instance_id = $1', [id])).rowCount).to.equal(0);
  });

  it('start a process by its timer as often as the cycle says', async () => {
    await test.engine.deploy([{ name: 'ticks.bpmn', content: TICKS }], null, ANNA);
    await eventually(
      async () => ((await database.pool.query(`select 1 from timer where process_id = 'ticks'`)).rowCount === 0 ? true : null),
      'the cycle to end',
    );
    expect((await database.pool.query(`select 1 from process_instance where process_id = 'ticks'`)).rowCount).to.equal(3);
  });

  it('rest while their instance is suspended, and come back when it resumes', async () => {
    const id = await start('waits-for-payment', { orderId: 'O-7' });
    await test.engine.suspendInstance(id, ANNA);
    expect((await test.engine.correlateMessage({ name: 'PaymentReceived', correlationKey: 'O-7', variables: {} }, ANNA)).result).to.equal(
      'buffered',
    );
    expect(await statusOf(id)).to.equal('suspended');
    await test.engine.resumeInstance(id, ANNA);
    await toComplete(id);
  });
});
