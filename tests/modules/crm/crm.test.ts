import { expect } from 'chai';
import { v7 } from 'uuid';
import { module as crm } from '../../../modules/crm/index.ts';
import { createModuleWorld, STRANGER, type Answer, type ModuleWorld } from '../records/records-world.ts';
import { contextOn, inTransaction, operationOf, refusalOf } from '../erp/world.ts';

const LATER = '2030-01-02T10:00:00.000Z';

describe('the CRM', () => {
  let world: ModuleWorld;
  before(async () => {
    world = await createModuleWorld([crm]);
  });
  after(() => world.close());

  const deal = async (values: { amount?: string; stage?: string } = {}): Promise<string> => {
    const id = v7();
    await world.query(
      `INSERT INTO crm.deal (id, title, customer_id, pipeline_id, stage, amount) SELECT $1, 'Deal', $2, id, $3, $4 FROM crm.pipeline`,
      [id, await world.customer(), values.stage ?? 'new', values.amount ?? null],
    );
    return id;
  };
  const items = (answer: Answer): Record<string, unknown>[] => answer.body['items'] as Record<string, unknown>[];

  describe('gives the card of a customer', () => {
    it('with the legal entity that buys today, and not the one that bought before', async () => {
      const customer = await world.customer({ creditLimit: '1000', kind: 'b2b' });
      for (const [name, from, to] of [
        ['Old Ltd', '2000-01-01', '2019-12-31'],
        ['New Ltd', '2020-01-01', null],
      ]) {
        const id = v7();
        await world.query('INSERT INTO crm.counterparty (id, legal_name, tax_id, country) VALUES ($1, $2, $2, $3)', [id, name, 'CZ']);
        await world.query(
          'INSERT INTO crm.customer_counterparty (id, customer_id, counterparty_id, valid_from, valid_to) VALUES ($1, $2, $3, $4, $5)',
          [v7(), customer, id, from, to],
        );
      }
      const card = await world.run('crm.customer.get', { customerId: customer });
      expect(card['counterparty']).to.include({ legalName: 'New Ltd', country: 'CZ' });
      expect(card).to.include({ creditLimit: '1000.00', currency: 'EUR' });
    });

    it('and refuses a business without a legal entity, and a customer who does not exist', async () => {
      expect((await refusalOf(world.run('crm.customer.get', { customerId: await world.customer({ kind: 'b2b' }) }))).code).to.equal(
        'FIELD_REQUIRED',
      );
      expect((await refusalOf(world.run('crm.customer.get', { customerId: v7() }))).code).to.equal('NOT_FOUND');
    });
  });

  it('lets no legal entity belong to two customers on one day', async () => {
    const id = v7();
    await world.query("INSERT INTO crm.counterparty (id, legal_name, tax_id, country) VALUES ($1, 'One', 'X1', 'CZ')", [id]);
    const link = async (from: string, to: string): Promise<unknown> =>
      world.query(
        'INSERT INTO crm.customer_counterparty (id, customer_id, counterparty_id, valid_from, valid_to) VALUES ($1, $2, $3, $4, $5)',
        [v7(), await world.customer(), id, from, to],
      );
    await link('2020-01-01', '2020-12-31');
    await link('2021-01-01', '2021-12-31');
    const error = await link('2021-06-01', '2021-06-30').then(
      () => null,
      (refused: unknown) => refused,
    );
    expect(error).to.have.property('code', '23P01');
  });

  it('logs who got a customer when his owner changes', async () => {
    const customer = await world.customer();
    await world.query("UPDATE crm.customer SET owner_id = 'anna', updated_by = 'eka' WHERE id = $1", [customer]);
    const log = await world.query('SELECT from_owner, to_owner, changed_by FROM crm.customer_owner_change WHERE customer_id = $1', [
      customer,
    ]);
    expect(log).to.deep.equal([{ from_owner: null, to_owner: 'anna', changed_by: 'eka' }]);
  });

  describe('moves a deal', () => {
    it('and keeps a history without gaps', async () => {
      const dealId = await deal({ amount: '10' });
      await world.run('crm.deal.stage', { dealId, stage: 'qualified' }, LATER);
      const moved = await world.run('crm.deal.stage', { dealId, stage: 'offer' }, LATER);
      expect(moved).to.deep.equal({ dealId, stage: 'offer', probability: '50', previousStage: 'qualified' });
      const history = await world.query<{ stage: string; entered_at: Date; left_at: Date | null }>(
        'SELECT stage, entered_at, left_at FROM crm.deal_stage_history WHERE deal_id = $1 ORDER BY sequence',
        [dealId],
      );
      expect(history.map((row) => row.stage)).to.deep.equal(['new', 'qualified', 'offer']);
      expect(history.slice(1).map((row) => row.entered_at.getTime())).to.deep.equal(
        history.slice(0, -1).map((row) => row.left_at?.getTime()),
      );
    });

    it('not before the stage has what it requires', async () => {
      const refusal = await refusalOf(world.run('crm.deal.stage', { dealId: await deal(), stage: 'offer' }));
      expect(refusal).to.deep.include({
        code: 'STAGE_REQUIREMENT',
        message: 'Expected amount to be filled before stage offer, but nothing is there',
      });
    });

    it('not to lost without a reason, and not out of a closed stage', async () => {
      const dealId = await deal();
      expect((await refusalOf(world.run('crm.deal.stage', { dealId, stage: 'lost', reason: '  ' }))).code).to.equal('REASON_REQUIRED');
      expect(await world.run('crm.deal.stage', { dealId, stage: 'lost', reason: 'price' })).to.include({ probability: '0' });
      expect((await refusalOf(world.run('crm.deal.stage', { dealId, stage: 'new' }))).code).to.equal('STAGE_FORBIDDEN');
      expect((await refusalOf(world.run('crm.deal.stage', { dealId: await deal(), stage: 'heaven' }))).code).to.equal('STAGE_FORBIDDEN');
    });

    it('and back again when the step is compensated', async () => {
      const dealId = await deal({ amount: '10' });
      await world.run('crm.deal.stage', { dealId, stage: 'won' });
      expect(await world.run('crm.deal.stage.revert', { dealId })).to.include({ stage: 'new', previousStage: 'won', probability: '10' });
      const [row] = await world.query('SELECT status FROM crm.deal WHERE id = $1', [dealId]);
      expect(row).to.deep.equal({ status: 'open' });
    });
  });

  it('lets nobody rewrite or drop what was said', async () => {
    const customer = await world.customer();
    const made = await world.call('POST', '/crm/interactions', {
      kind: 'meeting',
      subject: 'Visit',
      body: 'All said',
      customerId: customer,
    });
    expect(made.status).to.equal(201);
    for (const statement of ["UPDATE crm.interaction SET body = 'Other'", 'DELETE FROM crm.interaction']) {
      const error = await world.query(statement).then(
        () => null,
        (refused: unknown) => refused,
      );
      expect(error, statement).to.have.property('code', 'LWIMM');
    }
    expect(items(await world.call('GET', `/crm/interactions?customerId=${customer}`))[0]).to.include({
      subject: 'Visit',
      body: 'All said',
      kind: 'meeting',
    });
    expect((await world.call('POST', '/crm/interactions', { kind: 'note', subject: 'x' })).body).to.include({ code: 'VALIDATION_FAILED' });
    expect((await world.call('POST', '/crm/interactions', { kind: 'note', subject: 'x', customerId: v7() })).status).to.equal(422);
    expect((await world.call('GET', '/crm/interactions', undefined, STRANGER)).status).to.equal(403);
  });

  describe('sends a message', () => {
    const send = (input: object, sent: object[] = []): Promise<object> =>
      inTransaction(world.pool, (sql) =>
        operationOf('crm.message.send').run(contextOn(sql, undefined, sent), operationOf('crm.message.send').input.parse(input)),
      );

    it('by the outbox, once per visit of the task, and shows it in the mailbox', async () => {
      const sent: object[] = [];
      const result = await send(
        { customerId: await world.customer({ email: 'a@customer.example' }), subject: 'Hello', body: 'World' },
        sent,
      );
      expect(result).to.include({ address: 'a@customer.example' });
      expect(sent).to.have.lengthOf(1);
      expect(sent[0]).to.deep.nested.include({ kind: 'mail', 'payload.to': 'a@customer.example', 'payload.subject': 'Hello' });
      expect(items(await world.call('GET', '/crm/mailbox'))[0]).to.include({
        to: 'a@customer.example',
        subject: 'Hello',
        body: 'World',
        state: 'pending',
        sentAt: null,
      });
    });

    it('not to somebody who has opted out: neither customer nor address', async () => {
      const customer = await world.customer();
      await world.query('UPDATE crm.customer SET mail_opt_out = true WHERE id = $1', [customer]);
      expect((await refusalOf(send({ customerId: customer, subject: 's', body: 'b' }))).code).to.equal('OPTED_OUT');
      const contact = v7();
      await world.query("INSERT INTO crm.contact (id, customer_id, name) VALUES ($1, $2, 'Eva')", [contact, await world.customer()]);
      await world.query(
        "INSERT INTO crm.contact_point (id, contact_id, channel, value, consent) VALUES ($1, $2, 'email', ' No@Mail.example ', 'refused')",
        [v7(), contact],
      );
      expect((await refusalOf(send({ address: 'no@mail.example', subject: 's', body: 'b' }))).code).to.equal('OPTED_OUT');
    });

    it('not to an address that is none', async () => {
      for (const address of ['nobody', 'a@b', 'a b@c.de', 'x@y.z, w@v.u']) {
        expect((await refusalOf(send({ address, subject: 's', body: 'b' }))).code, address).to.equal('ADDRESS_INVALID');
      }
    });
  });
});
