import { expect } from 'chai';
import { module as records } from '../../../modules/records/index.ts';
import { createModuleWorld, STOREMAN, STRANGER, type Answer, type ModuleWorld } from './records-world.ts';

const MISSING = '00000000-0000-7000-8000-0000000000ff';

describe('the records API', () => {
  let world: ModuleWorld;
  before(async () => {
    world = await createModuleWorld([records]);
  });
  after(() => world.close());

  const items = (answer: Answer): Record<string, unknown>[] => answer.body['items'] as Record<string, unknown>[];
  const create = async (type: string, values: object): Promise<Record<string, unknown>> => {
    const answer = await world.call('POST', `/records/${type}`, values);
    expect(answer.status, JSON.stringify(answer.body)).to.equal(201);
    return answer.body;
  };

  it('describes the types that a person may read, with his rights', async () => {
    const types = items(await world.call('GET', '/records/types'));
    expect(types.map((type) => type['name'])).to.include.members([
      'crm.customer',
      'crm.counterparty',
      'crm.contact',
      'crm.deal',
      'crm.interaction',
      'erp.item',
      'erp.stock_balance',
      'erp.stock_move',
      'erp.price',
      'erp.sales_order',
      'erp.sales_order_line',
      'erp.shipment',
      'erp.shipment_line',
      'erp.write_off',
      'erp.invoice',
      'erp.invoice_line',
      'erp.payment',
      'erp.reservation',
    ]);
    const order = types.find((type) => type['name'] === 'erp.sales_order');
    expect(order).to.deep.include({ can: { create: true, edit: true }, defaultSort: '-createdAt' });
    expect(order?.['processes']).to.deep.include({ processId: 'order-to-cash', variable: 'orderId' });
    const moves = types.find((type) => type['name'] === 'erp.stock_move');
    expect(moves).to.deep.include({ can: { create: false, edit: false } });
    expect(items(await world.call('GET', '/records/types', undefined, STRANGER))).to.deep.equal([]);
  });

  it('gives every title in five languages', async () => {
    for (const type of items(await world.call('GET', '/records/types'))) {
      const titles = [type['title'], type['titlePlural'], ...(type['fields'] as { title: object }[]).map((field) => field.title)];
      for (const title of titles) expect(title, String(type['name'])).to.have.all.keys('en', 'es', 'cs', 'ru', 'ka');
    }
  });

  it('creates a customer, shows it with exact money and announces the change', async () => {
    const customer = await create('crm.customer', { name: 'Harbour Cafe', country: 'CZ', creditLimit: '1500.5', email: '' });
    expect(customer).to.include({
      name: 'Harbour Cafe',
      creditLimit: '1500.50',
      version: 1,
      createdBy: 'carmen',
      email: null,
      kind: 'b2b',
    });
    expect(world.published.at(-1)).to.deep.equal({ topic: 'record', id: customer['id'], recordType: 'crm.customer' });
  });

  it('tells every wrong field of an input', async () => {
    const answer = await world.call('POST', '/records/crm.customer', { country: 'CZ', creditLimit: '1.23456', kind: 'alien', total: '1' });
    expect(answer.status).to.equal(422);
    expect(answer.body['code']).to.equal('VALIDATION_FAILED');
    expect((answer.body['errors'] as { path: string }[]).map((error) => error.path)).to.have.members([
      'name',
      'creditLimit',
      'kind',
      'total',
    ]);
  });

  it('refuses what the database refuses in words, not as a failure', async () => {
    const answer = await world.call('POST', '/records/crm.customer', { name: 'X', country: 'Czechia' });
    expect(answer.status).to.equal(422);
    const unique = { legalName: 'Alder', taxId: 'CZ1', country: 'CZ' };
    await create('crm.counterparty', unique);
    expect((await world.call('POST', '/records/crm.counterparty', unique)).body).to.include({ code: 'VALIDATION_FAILED' });
    const dangling = await world.call('POST', '/records/crm.contact', { name: 'Eva', customerId: MISSING });
    expect(dangling.body['errors']).to.deep.equal([
      { path: 'customerId', message: `Expected an existing customer, but there is none with id ${MISSING}.` },
    ]);
  });

  it('makes one record of a request that is repeated under one key, also of two at once', async () => {
    const post = (key: string): Promise<Answer> =>
      world.call('POST', '/records/crm.customer', { name: 'Once', country: 'CZ' }, undefined, { 'Idempotency-Key': key });
    const answers = [...(await Promise.all([post('k1'), post('k1')])), await post('k1'), await post('k2')];
    expect(new Set(answers.slice(0, 3).map((answer) => answer.body['id'])).size).to.equal(1);
    expect(answers.map((answer) => answer.status).toSorted()).to.deep.equal([200, 200, 201, 201]);
    expect(await world.query("SELECT 1 FROM crm.customer WHERE name = 'Once'")).to.have.lengthOf(2);
  });

  it('changes a record of the version the change was made from only', async () => {
    const { id } = await create('crm.customer', { name: 'Two clerks', country: 'CZ' });
    const first = await world.call('PATCH', `/records/crm.customer/${String(id)}`, { version: 1, phone: '+420 1' });
    expect(first.body).to.include({ version: 2, phone: '+420 1', updatedBy: 'carmen' });
    const second = await world.call('PATCH', `/records/crm.customer/${String(id)}`, { version: 1, phone: '+420 2' });
    expect(second.status).to.equal(409);
    expect(second.body).to.include({ code: 'RECORD_CHANGED', version: 2 });
    expect((await world.call('GET', `/records/crm.customer/${String(id)}`)).body).to.include({ phone: '+420 1' });
  });

  it('holds rights: who may not create or edit is refused, unknown types and records are not found', async () => {
    expect((await world.call('POST', '/records/crm.customer', { name: 'A', country: 'CZ' }, STOREMAN)).status).to.equal(403);
    expect((await world.call('GET', '/records/crm.customer', undefined, STRANGER)).status).to.equal(403);
    expect((await world.call('POST', '/records/erp.stock_move', {})).status).to.equal(403);
    expect((await world.call('GET', '/records/crm.alien')).status).to.equal(404);
    expect((await world.call('GET', `/records/crm.customer/${MISSING}`)).body).to.include({ code: 'NOT_FOUND' });
    expect((await world.call('GET', '/records/crm.customer/not-an-id')).status).to.equal(404);
  });

  it('pages through a list without losing or repeating a record, also over equal and empty values', async () => {
    for (let index = 0; index < 7; index += 1)
      await create('crm.contact', {
        name: `Page ${index % 3}`,
        customerId: await world.customer(),
        ...(index % 2 === 0 ? { phone: '1' } : {}),
      });
    for (const sort of ['name', '-name', 'phone', '-phone']) {
      const seen: unknown[] = [];
      let cursor: string | null = null;
      do {
        const query = new URLSearchParams({ limit: '2', sort, search: 'Page', ...(cursor === null ? {} : { cursor }) });
        const page = await world.call('GET', `/records/crm.contact?${query.toString()}`);
        expect(page.body['total']).to.equal(7);
        seen.push(...items(page).map((item) => item['id']));
        cursor = page.body['nextCursor'] as string | null;
      } while (cursor !== null);
      expect(new Set(seen).size, sort).to.equal(7);
      expect(seen, sort).to.have.lengthOf(7);
    }
  });

  it('pages by times and decimals too', async () => {
    const customer = await world.customer({ name: 'Paging' });
    const item = await world.item({ price: '1.5' });
    for (let index = 0; index < 5; index += 1)
      await create('erp.sales_order', { customerId: customer, lines: [{ itemId: item, quantity: String(1 + (index % 2)) }] });
    const filter = JSON.stringify({ customerId: customer });
    for (const sort of ['-createdAt', 'createdAt', 'total', '-total', 'orderedOn', '-orderNo']) {
      const seen: unknown[] = [];
      let cursor: string | null = null;
      do {
        const page = await world.call(
          'GET',
          `/records/erp.sales_order?${new URLSearchParams({ limit: '2', sort, filter, ...(cursor === null ? {} : { cursor }) }).toString()}`,
        );
        expect(page.status, JSON.stringify(page.body)).to.equal(200);
        seen.push(...items(page).map((record) => record['id']));
        cursor = page.body['nextCursor'] as string | null;
      } while (cursor !== null);
      expect(new Set(seen).size, sort).to.equal(5);
    }
  });

  it('filters by value, range and part of a text, and refuses a field that does not exist', async () => {
    await create('crm.customer', { name: 'Filter one', country: 'GE', creditLimit: '10' });
    await create('crm.customer', { name: 'Filter two', country: 'GE', creditLimit: '20' });
    const list = async (filter: object): Promise<unknown[]> =>
      items(await world.call('GET', `/records/crm.customer?filter=${encodeURIComponent(JSON.stringify(filter))}`)).map(
        (item) => item['name'],
      );
    expect(await list({ country: 'GE' })).to.deep.equal(['Filter one', 'Filter two']);
    expect(await list({ country: 'GE', creditLimit: { gte: '15' } })).to.deep.equal(['Filter two']);
    expect(await list({ name: { like: 'filter O' } })).to.deep.equal(['Filter one']);
    expect(await list({ name: { in: ['Filter two', 'x'] } })).to.deep.equal(['Filter two']);
    const refused = await world.call('GET', `/records/crm.customer?filter=${encodeURIComponent(JSON.stringify({ custom: 1 }))}`);
    expect(refused.status).to.equal(422);
    expect((await world.call('GET', '/records/crm.customer?sort=password')).status).to.equal(422);
    expect((await world.call('GET', '/records/crm.customer?cursor=nonsense')).status).to.equal(422);
  });

  it('takes a search literally: the wildcards of the database have no meaning', async () => {
    await create('crm.customer', { name: '100% cotton', country: 'CZ' });
    expect(items(await world.call('GET', '/records/crm.customer?search=100%25')).map((item) => item['name'])).to.deep.equal([
      '100% cotton',
    ]);
    expect(items(await world.call('GET', '/records/crm.customer?search=___')).map((item) => item['name'])).to.deep.equal([]);
  });

  it('creates an order with its lines at once, with price, tax and totals from the server', async () => {
    const [customer, item] = [await world.customer({ name: 'Order buyer' }), await world.item({ price: '3.60' })];
    const order = await create('erp.sales_order', {
      customerId: customer,
      lines: [
        { itemId: item, quantity: '10' },
        { itemId: item, quantity: 2, unitPrice: '1', discountPercent: '50' },
      ],
    });
    expect(order).to.include({
      status: 'draft',
      currency: 'EUR',
      net: '37.00',
      tax: '7.77',
      total: '44.77',
      customerId__label: 'Order buyer',
      orderNo: null,
    });
    const lines = items(
      await world.call('GET', `/records/erp.sales_order_line?filter=${encodeURIComponent(JSON.stringify({ orderId: order['id'] }))}`),
    );
    expect(lines.map((line) => [line['position'], line['unitPrice'], line['net']])).to.deep.equal([
      [1, '3.6', '36.00'],
      [2, '1', '1.00'],
    ]);
    const found = items(await world.call('GET', '/records/erp.sales_order?search=order%20buyer'));
    expect(found.map((record) => record['id'])).to.deep.equal([order['id']]);
  });

  it('calls an order without number by the reference of the customer, else by its state, its customer and its day', async () => {
    const [customer, item] = [await world.customer({ name: 'Label buyer' }), await world.item({ price: '1' })];
    const order = await create('erp.sales_order', {
      customerId: customer,
      orderedOn: '2026-03-09',
      lines: [{ itemId: item, quantity: '1' }],
    });
    const address = `/records/erp.sales_order/${String(order['id'])}`;
    expect(order['__label']).to.equal('Draft · Label buyer · 9 Mar 2026');
    const lines = await world.call(
      'GET',
      `/records/erp.sales_order_line?filter=${encodeURIComponent(JSON.stringify({ orderId: order['id'] }))}`,
    );
    expect(items(lines)[0], 'a reference to it').to.include({ orderId__label: 'Draft · Label buyer · 9 Mar 2026' });
    expect((await world.call('GET', address, undefined, undefined, { 'accept-language': 'cs-CZ, en;q=0.5' })).body['__label']).to.equal(
      'Koncept · Label buyer · 9. 3. 2026',
    );
    await world.call('PATCH', address, { version: order['version'], customerReference: 'PO-77' });
    expect((await world.call('GET', address)).body['__label']).to.equal('PO-77');
    await world.run('erp.order.confirm', { orderId: order['id'] });
    const confirmed = (await world.call('GET', address)).body;
    expect(confirmed['__label']).to.equal(confirmed['orderNo']);
  });

  it('saves an order with a wrong line not at all, and names the line', async () => {
    const [customer, item] = [await world.customer(), await world.item({ step: '5' })];
    const answer = await world.call('POST', '/records/erp.sales_order', {
      customerId: customer,
      lines: [
        { itemId: item, quantity: '5' },
        { itemId: item, quantity: '7' },
      ],
    });
    expect(answer.status).to.equal(422);
    expect(answer.body).to.deep.include({ code: 'VALIDATION_FAILED', refusal: 'INEXACT_QTY' });
    expect((answer.body['errors'] as { path: string; message: string }[])[0]).to.include({ path: 'lines.1.quantity' });
    const [{ count }] = (await world.query<{ count: string }>('SELECT count(*) FROM erp.sales_order WHERE customer_id = $1', [
      customer,
    ])) as [{ count: string }];
    expect(count).to.equal('0');
  });

  it('lets a draft be edited and reprices it, and a confirmed order not', async () => {
    const [customer, item] = [await world.customer(), await world.item({ price: '2' })];
    const order = await create('erp.sales_order', { customerId: customer });
    const line = await create('erp.sales_order_line', { orderId: order['id'], itemId: item, quantity: '3' });
    const changed = await world.call('PATCH', `/records/erp.sales_order_line/${String(line['id'])}`, { version: 1, quantity: '4' });
    expect(changed.body, JSON.stringify(changed.body)).to.include({ net: '8.00', gross: '9.68', unitPrice: '2' });
    expect((await world.call('GET', `/records/erp.sales_order/${String(order['id'])}`)).body).to.include({ total: '9.68' });
    await world.run('erp.order.confirm', { orderId: order['id'] });
    const late = await world.call('PATCH', `/records/erp.sales_order_line/${String(line['id'])}`, { version: 2, quantity: '5' });
    expect(late.status).to.equal(422);
    expect(late.body).to.include({ refusal: 'WRONG_STATUS' });
    const header = (await world.call('GET', `/records/erp.sales_order/${String(order['id'])}`)).body;
    expect(
      (await world.call('PATCH', `/records/erp.sales_order/${String(order['id'])}`, { version: header['version'], note: 'x' })).status,
    ).to.equal(422);
  });

  it('moves a deal by hand under the same regulation as the operation', async () => {
    const deal = await create('crm.deal', { title: 'Espresso machines', customerId: await world.customer() });
    expect(deal).to.include({ stage: 'new', probability: '10', status: 'open' });
    const path = `/records/crm.deal/${String(deal['id'])}`;
    expect((await world.call('PATCH', path, { version: 1, stage: 'offer' })).body).to.include({ refusal: 'STAGE_REQUIREMENT' });
    expect((await world.call('PATCH', path, { version: 1, stage: 'offer', amount: '900' })).body).to.include({
      stage: 'offer',
      probability: '50',
    });
    expect((await world.call('PATCH', path, { version: 2, stage: 'lost' })).body).to.include({ refusal: 'REASON_REQUIRED' });
    expect((await world.call('PATCH', path, { version: 2, stage: 'lost', lostReason: 'price' })).body).to.include({
      status: 'lost',
      probability: '0',
    });
  });

  it('records an interaction whose words cannot be changed afterwards', async () => {
    const interaction = await create('crm.interaction', {
      kind: 'call_in',
      subject: 'Asked for a price',
      customerId: await world.customer(),
    });
    expect(interaction['happenedAt']).to.be.a('string');
    expect(
      (await world.call('PATCH', `/records/crm.interaction/${String(interaction['id'])}`, { version: 1, subject: 'Other' })).status,
    ).to.equal(403);
    expect((await world.call('POST', '/records/crm.interaction', { kind: 'note', subject: 'Nobody' })).body).to.include({
      refusal: 'FIELD_REQUIRED',
    });
  });

  it('finds the process instances of a record by business key, by variable and by who wrote it, as far as the person may see them', async () => {
    const order = await create('erp.sales_order', { customerId: await world.customer() });
    await world.query(`INSERT INTO deployment (id, deployed_at, deployed_by, deployed_by_name) VALUES ($1, now(), 'anna', 'Anna')`, [
      MISSING,
    ]);
    await world.query(
      `INSERT INTO process_definition (id, process_id, version, name, is_latest, is_startable, resource_name, xml, model, hash, deployment_id, deployed_at, deployed_by, deployed_by_name)
       VALUES ('order-to-cash:1', 'order-to-cash', 1, 'Order to cash', true, true, 'o.bpmn', '', '{}', '', $1, now(), 'anna', 'Anna')`,
      [MISSING],
    );
    const start = (id: string, key: string | null): Promise<unknown> =>
      world.query(
        `INSERT INTO process_instance (id, definition_id, process_id, business_key, status, root_instance_id, state, started_at, started_by, started_by_name)
       VALUES ($1, 'order-to-cash:1', 'order-to-cash', $2, 'active', $1, '{}', now(), 'carmen', 'Carmen Ruiz')`,
        [id, key],
      );
    await start('00000000-0000-7000-8000-000000000001', String(order['id']));
    await start('00000000-0000-7000-8000-000000000002', null);
    await world.query(
      `INSERT INTO variable (instance_id, scope_id, name, value) VALUES ('00000000-0000-7000-8000-000000000002', '1', 'orderId', to_jsonb($1::text))`,
      [order['id']],
    );
    await start('00000000-0000-7000-8000-000000000003', 'other');
    await start('00000000-0000-7000-8000-000000000004', 'writer');
    await world.query("UPDATE erp.sales_order SET process_instance_id = '00000000-0000-7000-8000-000000000004' WHERE id = $1", [
      order['id'],
    ]);
    const path = `/records/erp.sales_order/${String(order['id'])}/instances`;
    expect(items(await world.call('GET', path)).map((instance) => instance['id'])).to.have.members([
      '00000000-0000-7000-8000-000000000001',
      '00000000-0000-7000-8000-000000000002',
      '00000000-0000-7000-8000-000000000004',
    ]);
    expect(items(await world.call('GET', path))[0]).to.deep.include({
      processName: 'Order to cash',
      version: 1,
      startedBy: { id: 'carmen', name: 'Carmen Ruiz' },
      incidents: 0,
    });
    expect(items(await world.call('GET', path, undefined, STOREMAN))).to.deep.equal([]);
  });
});
