import { expect } from 'chai';
import { createWorld, refusalOf, type World } from './world.ts';
import { audit } from './audit.ts';

describe('stock', () => {
  let world: World;
  before(async () => {
    world = await createWorld();
  });
  afterEach(async () => {
    expect(await world.transaction(audit)).to.deep.equal([]);
  });
  after(() => world.close());

  const onHand = async (itemId: string): Promise<string | undefined> =>
    (
      await world.query<{ quantity: string }>(
        'SELECT trim_scale(sum(on_hand))::text AS quantity FROM erp.stock_balance WHERE item_id = $1',
        [itemId],
      )
    )[0]?.quantity;
  const confirmed = async (itemId: string, quantity: string, uom?: string): Promise<string> => {
    const orderId = await world.order({
      customerId: await world.customer(),
      lines: [{ itemId, quantity, ...(uom === undefined ? {} : { uom }) }],
    });
    await world.run('erp.order.confirm', { orderId });
    return orderId;
  };
  const reserved = async (itemId: string, quantity: string): Promise<string> => {
    const orderId = await confirmed(itemId, quantity);
    await world.run('erp.stock.reserve', { orderId });
    return orderId;
  };
  const draft = async (orderId: string): Promise<{ shipmentId: string; line: string }> => {
    const shipment = await world.run('erp.shipment.create', { orderId });
    return {
      shipmentId: String(shipment['shipmentId']),
      line: String((shipment['lines'] as { shipmentLineId: string }[])[0]?.shipmentLineId),
    };
  };

  for (const [step, there, taken, left] of [
    ['0.01', '0.72', '0.66', '0.06'],
    ['0.1', '3140', '3106.4', '33.6'],
  ] as const) {
    it(`is ${left} after ${there} less ${taken}, to the last digit`, async () => {
      const [item, place] = [await world.item({ step, uom: 'kg' }), await world.location()];
      await world.receive(item, place, there);
      await world.run('erp.shipment.post', { shipmentId: (await draft(await reserved(item, taken))).shipmentId });
      expect(await onHand(item)).to.equal(left);
    });
  }

  it('does not deliver 0.000001 that never was in stock', async () => {
    const item = await world.item({ step: '0.000001', uom: 'kg' });
    await world.receive(item, await world.location(), '0.5');
    const refusal = await refusalOf(world.run('erp.stock.reserve', { orderId: await confirmed(item, '0.500001') }));
    expect(refusal.code).to.equal('INSUFFICIENT_STOCK');
    expect((refusal.details['short'] as object[])[0]).to.include({ ordered: '0.500001', available: '0.5', missing: '0.000001' });
  });

  it('refuses 2 packs of 8 out of 15 pieces, and reserves one whole pack when a part is welcome', async () => {
    const [item, place] = [await world.item(), await world.location()];
    await world.query("INSERT INTO erp.item_uom (item_id, uom, numerator) VALUES ($1, 'pack', 8)", [item]);
    await world.receive(item, place, '15');
    const orderId = await confirmed(item, '2', 'pack');
    expect((await refusalOf(world.run('erp.stock.reserve', { orderId }))).code).to.equal('INSUFFICIENT_STOCK');
    const result = await world.run('erp.stock.reserve', { orderId, partial: true });
    expect((result['reserved'] as object[])[0]).to.include({ quantity: '8' });
    expect((result['short'] as object[])[0]).to.include({ ordered: '16', available: '15', missing: '8' });
  });

  it('is converted by ratios: 2500 g of an item kept in kilograms are 2.5 kg, and a gram too fine is refused', async () => {
    const [item, place] = [await world.item({ uom: 'kg', step: '0.5', sku: 'FLOUR' }), await world.location()];
    await world.query("INSERT INTO erp.item_uom (item_id, uom, numerator, denominator) VALUES ($1, 'g', 1, 1000)", [item]);
    await world.receive(item, place, '10');
    const orderId = await confirmed(item, '2500', 'g');
    expect((await world.run('erp.stock.reserve', { orderId }))['reserved']).to.have.nested.property('[0].quantity', '2.5');
    const refusal = await refusalOf(
      world.order({ customerId: await world.customer(), lines: [{ itemId: item, quantity: '2400', uom: 'g' }] }),
    );
    expect(refusal.message).to.equal('Expected the quantity of FLOUR to be a positive multiple of 0.5 kg, but it is 2400 g');
  });

  describe('refuses a quantity that is not a multiple of the step and names item, quantity and step', () => {
    it('when it is picked', async () => {
      const [item, place] = [await world.item({ sku: 'BOLT' }), await world.location()];
      await world.receive(item, place, '10');
      const { shipmentId, line } = await draft(await reserved(item, '3'));
      const refusal = await refusalOf(world.run('erp.shipment.post', { shipmentId, picked: [{ shipmentLineId: line, quantity: '2.5' }] }));
      expect(refusal).to.deep.include({
        code: 'INEXACT_QTY',
        message: 'Expected the quantity of BOLT to be a positive multiple of 1 pcs, but it is 2.5',
      });
      expect(await onHand(item)).to.equal('10');
    });

    it('when it comes as a number that computers cannot hold exactly', async () => {
      const [item, place] = [await world.item({ step: '0.01', uom: 'kg' }), await world.location()];
      const refusal = await refusalOf(
        world.run('erp.writeoff.create', { itemId: item, locationId: place, quantity: 0.72 - 0.66, reason: 'lost' }),
      );
      expect(refusal.code).to.equal('INEXACT_QTY');
      expect(refusal.message).to.include('0.05999999999999994');
    });

    it('when it is received with more digits than the ledger has', async () => {
      const [item, place] = [await world.item({ step: '0.000001', uom: 'kg' }), await world.location()];
      expect(
        (
          await refusalOf(
            world.run('erp.receipt.post', { locationId: place, lines: [{ itemId: item, quantity: '1.0000001', unitCost: '1' }] }),
          )
        ).code,
      ).to.equal('INEXACT_QTY');
    });

    it('and keeps refusing when the step has changed after the order was written', async () => {
      const item = await world.item({ step: '0.5', uom: 'kg' });
      const orderId = await world.order({ customerId: await world.customer(), lines: [{ itemId: item, quantity: '1.5' }] });
      const error = await world.query('UPDATE erp.item SET quantity_step = 1 WHERE id = $1', [item]).then(
        () => null,
        (refused: unknown) => refused,
      );
      expect(error).to.have.property('code', 'LWIMM');
      await world.run('erp.order.confirm', { orderId });
    });
  });

  describe('when a shipment is posted', () => {
    it('lets less be picked than planned, and frees the rest', async () => {
      const [item, place] = [await world.item(), await world.location()];
      await world.receive(item, place, '10', '3');
      const orderId = await reserved(item, '6');
      const { shipmentId, line } = await draft(orderId);
      expect(await world.run('erp.shipment.post', { shipmentId, picked: [{ shipmentLineId: line, quantity: '4' }] })).to.include({
        cost: '12.00',
      });
      const [ordered] = await world.query(
        'SELECT trim_scale(shipped)::text AS shipped, trim_scale(reserved)::text AS reserved FROM erp.sales_order_line WHERE order_id = $1',
        [orderId],
      );
      expect(ordered).to.deep.equal({ shipped: '4', reserved: '0' });
      expect((await world.run('erp.stock.reserve', { orderId }))['reserved']).to.have.nested.property('[0].quantity', '2');
    });

    it('refuses more than was ordered', async () => {
      const [item, place] = [await world.item(), await world.location()];
      await world.receive(item, place, '10');
      const { shipmentId, line } = await draft(await reserved(item, '6'));
      expect(
        (await refusalOf(world.run('erp.shipment.post', { shipmentId, picked: [{ shipmentLineId: line, quantity: '7' }] }))).code,
      ).to.equal('OVER_DELIVERY');
    });

    it('refuses what is not reserved any more: released, expired or cancelled', async () => {
      const [item, place] = [await world.item(), await world.location()];
      await world.receive(item, place, '30');
      const released = await reserved(item, '2');
      const first = await draft(released);
      await world.run('erp.stock.release', { orderId: released });
      expect((await refusalOf(world.run('erp.shipment.post', { shipmentId: first.shipmentId }))).code).to.equal('RESERVATION_EXPIRED');
      expect((await refusalOf(world.run('erp.shipment.create', { orderId: released }))).code).to.equal('RESERVATION_EXPIRED');
      const late = await draft(await reserved(item, '2'));
      expect((await refusalOf(world.run('erp.shipment.post', { shipmentId: late.shipmentId }, '2099-01-01T00:00:00.000Z'))).code).to.equal(
        'RESERVATION_EXPIRED',
      );
      await world.run('erp.shipment.cancel', { shipmentId: late.shipmentId });
      expect((await refusalOf(world.run('erp.shipment.post', { shipmentId: late.shipmentId }))).code).to.equal('WRONG_STATUS');
    });

    it('refuses a second posting', async () => {
      const [item, place] = [await world.item(), await world.location()];
      await world.receive(item, place, '5');
      const { shipmentId } = await draft(await reserved(item, '2'));
      await world.run('erp.shipment.post', { shipmentId });
      expect((await refusalOf(world.run('erp.shipment.post', { shipmentId }))).code).to.equal('WRONG_STATUS');
      expect(await onHand(item)).to.equal('3');
    });

    it('takes the oldest place first but counts all of them', async () => {
      const item = await world.item();
      await world.receive(item, await world.location(), '4');
      await world.receive(item, await world.location(), '4');
      const { shipmentId } = await draft(await reserved(item, '6'));
      expect((await world.run('erp.shipment.post', { shipmentId }))['moveIds']).to.have.lengthOf(2);
      expect(await onHand(item)).to.equal('2');
    });
  });

  it('comes back from a reservation that has expired when the next order asks for it', async () => {
    const [item, place] = [await world.item(), await world.location()];
    await world.receive(item, place, '5');
    const late = await reserved(item, '5');
    const next = await confirmed(item, '4');
    expect((await refusalOf(world.run('erp.stock.reserve', { orderId: next }))).code).to.equal('INSUFFICIENT_STOCK');
    await world.query("UPDATE erp.reservation SET expires_at = '2001-01-01' WHERE order_id = $1", [late]);
    expect((await world.run('erp.stock.reserve', { orderId: next }))['short']).to.deep.equal([]);
    expect((await world.run('erp.stock.reserve', { orderId: late, partial: true }))['reserved']).to.have.nested.property(
      '[0].quantity',
      '1',
    );
  });

  it('gives the last issue what is left of the value: buy 2 at 1.00 and 1 at 1.01, sell 3, and nothing remains', async () => {
    const [item, place] = [await world.item(), await world.location()];
    await world.receive(item, place, '2', '1.00');
    await world.receive(item, place, '1', '1.01');
    const costs: unknown[] = [];
    for (let sale = 0; sale < 3; sale += 1)
      costs.push((await world.run('erp.shipment.post', { shipmentId: (await draft(await reserved(item, '1'))).shipmentId }))['cost']);
    expect(costs).to.deep.equal(['1.00', '1.01', '1.00']);
    const [left] = await world.query('SELECT quantity::text, value::text FROM erp.stock_valuation WHERE item_id = $1', [item]);
    expect(left).to.deep.equal({ quantity: '0.000000', value: '0.0000' });
  });

  it('ships goods with serial numbers one by one and never twice', async () => {
    const [item, place] = [await world.item({ tracking: 'serial' }), await world.location()];
    for (const serial of ['S1', 'S2'])
      await world.run('erp.receipt.post', { locationId: place, lines: [{ itemId: item, quantity: '1', unitCost: '5', serial }] });
    const { shipmentId, line } = await draft(await reserved(item, '1'));
    expect((await refusalOf(world.run('erp.shipment.post', { shipmentId }))).code).to.equal('INEXACT_QTY');
    await world.run('erp.shipment.post', { shipmentId, picked: [{ shipmentLineId: line, quantity: '1', serials: ['S1'] }] });
    const second = await draft(await reserved(item, '1'));
    const again = { shipmentId: second.shipmentId, picked: [{ shipmentLineId: second.line, quantity: '1', serials: ['S1'] }] };
    expect((await refusalOf(world.run('erp.shipment.post', again))).code).to.equal('INSUFFICIENT_STOCK');
    expect(await world.query('SELECT serial FROM erp.serial_position WHERE item_id = $1', [item])).to.deep.equal([{ serial: 'S2' }]);
  });

  it('keeps its ledger: a move is neither changed nor deleted, and a balance not written past it', async () => {
    const [item, place] = [await world.item(), await world.location()];
    await world.receive(item, place, '1');
    const refused = async (statement: string): Promise<unknown> => {
      const error = await world.query(statement, [item]).then(
        () => null,
        (thrown: unknown) => thrown,
      );
      return error instanceof Error && 'code' in error ? error.code : error;
    };
    expect(await refused('UPDATE erp.stock_move SET quantity = 2 WHERE item_id = $1')).to.equal('LWIMM');
    expect(await refused('DELETE FROM erp.stock_move WHERE item_id = $1')).to.equal('LWIMM');
    expect(await refused('UPDATE erp.stock_balance SET on_hand = 2 WHERE item_id = $1')).to.equal('LWDRV');
    expect(await refused('UPDATE erp.stock_valuation SET value = 2 WHERE item_id = $1')).to.equal('LWDRV');
  });

  it('refuses moves and invoices in a closed period', async () => {
    const [item, place] = [await world.item(), await world.location()];
    await world.receive(item, place, '5');
    const { shipmentId } = await draft(await reserved(item, '2'));
    const writeOff = await world.run('erp.writeoff.create', { itemId: item, locationId: place, quantity: '1', reason: 'lost' });
    await world.query(
      "INSERT INTO erp.period (id, starts_on, ends_on, status, closed_at) VALUES (gen_random_uuid(), '2031-05-01', '2031-05-31', 'closed', now())",
    );
    const inside = '2031-05-31T23:00:00.000Z';
    await world.query("UPDATE erp.reservation SET expires_at = '2040-01-01'");
    expect((await refusalOf(world.run('erp.shipment.post', { shipmentId }, inside))).code).to.equal('PERIOD_CLOSED');
    expect((await refusalOf(world.run('erp.writeoff.post', { writeOffId: writeOff['writeOffId'] }, inside))).code).to.equal(
      'PERIOD_CLOSED',
    );
    await world.run('erp.writeoff.post', { writeOffId: writeOff['writeOffId'] });
    expect((await refusalOf(world.run('erp.writeoff.reverse', { writeOffId: writeOff['writeOffId'] }, inside))).code).to.equal(
      'PERIOD_CLOSED',
    );
  });

  describe('is written off', () => {
    const make = async (item: string, place: string, quantity: string): Promise<string> =>
      String((await world.run('erp.writeoff.create', { itemId: item, locationId: place, quantity, reason: 'damaged' }))['writeOffId']);

    it('with a reason, at average cost, and back again by a new move', async () => {
      const [item, place] = [await world.item({ sku: 'VASE' }), await world.location()];
      await world.receive(item, place, '10', '2.50');
      const created = await world.run('erp.writeoff.create', {
        itemId: item,
        locationId: place,
        quantity: '4',
        reason: 'damaged',
        note: 'fell',
      });
      expect(created).to.include({ value: '10.00', currency: 'EUR', sku: 'VASE', itemName: 'VASE' });
      const posted = await world.run('erp.writeoff.post', { writeOffId: created['writeOffId'] });
      expect(posted).to.include({ cost: '10.00' });
      expect(posted['writeOffNo']).to.match(/^WO-\d{4}-\d{5}$/);
      expect(await onHand(item)).to.equal('6');
      await world.run('erp.writeoff.reverse', { writeOffId: created['writeOffId'] });
      expect(await onHand(item)).to.equal('10');
      expect((await refusalOf(world.run('erp.writeoff.reverse', { writeOffId: created['writeOffId'] }))).code).to.equal('WRONG_STATUS');
    });

    it('not without a reason, not beyond what is there, and not what is reserved', async () => {
      const [item, place] = [await world.item(), await world.location()];
      await world.receive(item, place, '10');
      expect(
        (await refusalOf(world.run('erp.writeoff.create', { itemId: item, locationId: place, quantity: '1', reason: ' ' }))).code,
      ).to.equal('REASON_REQUIRED');
      const [tooMuch, held] = [await make(item, place, '11'), await make(item, place, '5')];
      expect((await refusalOf(world.run('erp.writeoff.post', { writeOffId: tooMuch }))).code).to.equal('INSUFFICIENT_STOCK');
      await reserved(item, '6');
      const refusal = await refusalOf(world.run('erp.writeoff.post', { writeOffId: held }));
      expect(refusal).to.deep.include({ code: 'RESERVED_STOCK' });
      expect(refusal.details).to.include({ quantity: '5', onHand: '10', available: '4' });
    });

    it('above the threshold of the company only with an approval', async () => {
      const [item, place] = [await world.item(), await world.location()];
      await world.receive(item, place, '10', '20');
      await world.query('UPDATE erp.company SET write_off_approval_above = 100');
      const [small, large] = [await make(item, place, '5'), await make(item, place, '4')];
      await world.query('UPDATE erp.company SET write_off_approval_above = 60');
      const stricter = await make(item, place, '4');
      await world.query('UPDATE erp.company SET write_off_approval_above = NULL');
      await world.run('erp.writeoff.post', { writeOffId: small });
      await world.run('erp.writeoff.cancel', { writeOffId: large });
      expect((await refusalOf(world.run('erp.writeoff.post', { writeOffId: stricter }))).code).to.equal('APPROVAL_REQUIRED');
      expect(await world.run('erp.writeoff.post', { writeOffId: stricter, approvedBy: 'eka' })).to.include({ cost: '80.00' });
    });
  });
});
