import { expect } from 'chai';
import type { ModuleServices } from '../../../engine/port/module.ts';
import { module as crm } from '../../../modules/crm/index.ts';
import { module as demo } from '../../../modules/demo/index.ts';
import { module as erp } from '../../../modules/erp/index.ts';
import { createTestDatabase } from '../../support/database.ts';
import { ANNA, createTestEngine, type TestEngine } from '../../support/engine.ts';
import { worldOn, type World } from '../erp/world.ts';

describe('the demo', () => {
  let world: World;
  let test: TestEngine;
  let services: ModuleServices;

  before(async function () {
    this.timeout(60_000);
    const database = await createTestDatabase([...crm.migrations, ...erp.migrations]);
    world = worldOn(database);
    test = createTestEngine(database, [...crm.operations, ...erp.operations]);
    // The demo uses no more of the services than these.
    services = { pool: database.pool, engine: test.engine, transaction: world.transaction } as unknown as ModuleServices;
    await crm.seedDemo(services, ANNA);
    await erp.seedDemo(services, ANNA);
    await demo.seedDemo(services, ANNA);
  });
  after(async () => {
    await test.close();
    await world.close();
  });

  const count = async (text: string): Promise<number> =>
    Number((await world.query<{ count: string }>(`select count(*) as count ${text}`))[0]?.count ?? 0);

  it('deploys the processes of the product', async () => {
    const rows = await world.query<{ process_id: string }>('select distinct process_id from process_definition order by 1');
    expect(rows.map((row) => row.process_id)).to.include.members(['order-to-cash', 'shipment', 'stock-write-off']);
  });

  it('has instances that wait at every kind of decision, and some that are finished', async () => {
    const tasks = await world.query<{ element_id: string }>("select distinct element_id from task where status = 'open'");
    expect(tasks.map((row) => row.element_id)).to.include.members([
      'PickGoods',
      'DecideShortage',
      'ApproveCredit',
      'ApproveCreditDirector',
      'CorrectWriteOff',
      'ApproveWriteOff',
      'ApproveWriteOffDirector',
    ]);
    expect(await count("from process_instance where status = 'completed'")).to.be.at.least(2);
    expect(await count('from process_instance where caller_instance_id is null')).to.be.at.least(15);
  });

  it('has exactly one incident', async () => {
    const incidents = await world.query<{ element_id: string }>('select element_id from incident');
    expect(incidents).to.deep.equal([{ element_id: 'CreateShipment' }]);
  });

  it('has an order that waits for goods, and orders that wait for money', async () => {
    const waiting = await world.query<{ element_id: string }>('select distinct element_id from activity where ended_at is null');
    expect(waiting.map((row) => row.element_id)).to.include.members(['WaitForGoods', 'WaitForPayment', 'ShipGoods']);
  });

  it('gives Boris tasks of his own', async () => {
    expect(await count("from task where assignee = 'boris' and status = 'open'")).to.equal(2);
  });

  it('may be loaded again without doing anything twice', async () => {
    const before = await count('from process_instance');
    await demo.seedDemo(services, ANNA);
    expect(await count('from process_instance')).to.equal(before);
  });
});
