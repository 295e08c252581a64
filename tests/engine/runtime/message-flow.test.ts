import { expect } from 'chai';
import { createTestDatabase, type TestDatabase } from '../../support/database.ts';
import { ANNA, createTestEngine, eventually, type TestEngine } from '../../support/engine.ts';
import { BYSTANDER, CORRELATED, twoPools } from '../../support/message-diagrams.ts';
import { message } from '../../support/scenario.ts';

describe('Messages in production', () => {
  let database: TestDatabase;
  let test: TestEngine;
  before(async function () {
    this.timeout(60_000);
    database = await createTestDatabase();
    test = createTestEngine(database);
    const contents = [twoPools(message('m1'), message('m1')), BYSTANDER, CORRELATED.replaceAll('M1', 'M2')];
    const deployed = await test.engine.deploy(
      contents.map((content, index) => ({ name: `f${index}.bpmn`, content })),
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

  it('go along their message flow alone, whether its end waits already or comes later', async () => {
    const other = await start('bystander');
    const early = await start('receiver');
    await start('sender');
    await toComplete(early);
    await start('sender');
    await eventually(
      async () => ((await database.pool.query('select 1 from buffered_message')).rowCount === 1 ? true : null),
      'the message to be kept',
    );
    const late = await start('bystander');
    await toComplete(await start('receiver'));
    expect([await statusOf(other), await statusOf(late)]).to.deep.equal(['active', 'active']);
  });

  it('without a key get the one that their correlation property reads out of them', async () => {
    const [first, second] = [await start('orders', { myOrder: 'A' }), await start('orders', { myOrder: 'B' })];
    const { result, step } = await test.engine.correlateMessage({ name: 'M2', variables: { order: { id: 'B' } } }, ANNA);
    expect([result, step?.instanceId]).to.deep.equal(['correlated', second]);
    expect((await test.engine.correlateMessage({ name: 'M2', variables: { order: { id: 'Z' } } }, ANNA)).result).to.equal('buffered');
    const last = await test.engine.correlateMessage({ name: 'M2', variables: { order: { id: 'A' } } }, ANNA);
    expect(last.step?.instanceId).to.equal(first);
  });

  it('of one id are kept once', async () => {
    const kept = { name: 'M3', correlationKey: 'K', variables: {}, timeToLiveMs: 60_000, messageId: 'once' };
    await test.parts.store.transaction(async (transaction) => {
      expect(await transaction.isMessageKept('M3', 'K', 'once')).to.equal(false);
      await transaction.bufferMessage(kept);
      expect(await transaction.isMessageKept('M3', 'K', 'once')).to.equal(true);
      expect(await transaction.isMessageKept('M3', 'L', 'once')).to.equal(false);
    });
  });
});
