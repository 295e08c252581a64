import fc from 'fast-check';
import { expect } from 'chai';
import type { SqlExecutor } from '../../../engine/port/module-contract.ts';
import { insertDraftOrder } from '../../../modules/erp/operation/shared/draft-order.ts';
import { audit } from './audit.ts';
import { contextOn, createWorld, executorOf, operationOf, type World } from './world.ts';

/** Set LANEWORK_SEED to run a printed seed again, LANEWORK_RUNS for more sequences. */
const SEED = Number(process.env['LANEWORK_SEED'] ?? Math.floor(Math.random() * 1_000_000_000));
const RUNS = Number(process.env['LANEWORK_RUNS'] ?? 12);
const LONGEST_SEQUENCE = 30;

/** One random step; `pick` chooses a document, `amount` how much. Steps that business refuses are part of the game. */
interface Step {
  readonly kind: keyof typeof STEPS;
  readonly pick: number;
  readonly amount: number;
  readonly flag: boolean;
}

interface Stage {
  readonly sql: SqlExecutor;
  readonly items: readonly { readonly id: string; readonly step: string; readonly uoms: readonly (string | undefined)[] }[];
  readonly places: readonly string[];
  readonly customers: readonly string[];
  run(topic: string, input: object): Promise<Record<string, unknown>>;
  any(table: string, pick: number, where?: string): Promise<string>;
}

const NOBODY = '00000000-0000-7000-8000-00000000dead';

/** Quantities in steps of the item, sometimes deliberately between two steps. */
const quantityOf = (stage: Stage, step: Step): string => {
  const item = stage.items[step.pick % stage.items.length];
  const size = Number(item?.step ?? '1');
  return ((step.amount % 40) * size + (step.flag && step.amount % 7 === 0 ? size / 2 : 0)).toFixed(6);
};

const itemOf = (stage: Stage, step: Step) => stage.items[step.pick % stage.items.length] ?? { id: NOBODY, step: '1', uoms: [undefined] };

const STEPS = {
  receive: (stage: Stage, step: Step) =>
    stage.run('erp.receipt.post', {
      locationId: stage.places[step.amount % stage.places.length],
      lines: [{ itemId: itemOf(stage, step).id, quantity: quantityOf(stage, step), unitCost: `${step.amount % 13}.${step.pick % 97}` }],
    }),
  draft: async (stage: Stage, step: Step) => {
    const item = itemOf(stage, step);
    const uom = item.uoms[step.amount % item.uoms.length];
    const line = {
      itemId: item.id,
      quantity: uom === undefined ? quantityOf(stage, step) : String(1 + (step.amount % 4)),
      discountPercent: String(step.pick % 9),
      ...(uom === undefined ? {} : { uom }),
    };
    await insertDraftOrder(contextOn(stage.sql), {
      customerId: stage.customers[step.amount % stage.customers.length] ?? NOBODY,
      instalments: 1 + (step.pick % 4),
      lines: [line, { ...line, discountPercent: '0' }],
    });
  },
  confirm: async (stage: Stage, step: Step) =>
    stage.run('erp.order.confirm', {
      orderId: await stage.any('sales_order', step.pick, "status = 'draft'"),
      approvedOverLimit: step.flag,
    }),
  cancel: async (stage: Stage, step: Step) =>
    step.amount % 5 === 0 ? stage.run('erp.order.cancel', { orderId: await stage.any('sales_order', step.pick) }) : {},
  reserve: async (stage: Stage, step: Step) =>
    stage.run('erp.stock.reserve', { orderId: await stage.any('sales_order', step.pick, "status = 'confirmed'"), partial: step.flag }),
  release: async (stage: Stage, step: Step) =>
    step.amount % 3 === 0 ? stage.run('erp.stock.release', { orderId: await stage.any('sales_order', step.pick) }) : {},
  create: async (stage: Stage, step: Step) =>
    stage.run('erp.shipment.create', { orderId: await stage.any('sales_order', step.pick, "status = 'confirmed'") }),
  drop: async (stage: Stage, step: Step) =>
    step.amount % 4 === 0 ? stage.run('erp.shipment.cancel', { shipmentId: await stage.any('shipment', step.pick) }) : {},
  ship: async (stage: Stage, step: Step) => {
    const shipmentId = await stage.any('shipment', step.pick, "status = 'draft'");
    const { rows } = await stage.sql.query<{ id: string; quantity: string }>(
      'SELECT id, quantity::text FROM erp.shipment_line WHERE shipment_id = $1',
      [shipmentId],
    );
    const picked = rows.map((row, index) => ({
      shipmentLineId: row.id,
      quantity: (step.amount + index) % 3 === 0 ? quantityOf(stage, step) : row.quantity,
    }));
    await stage.run('erp.shipment.post', { shipmentId, ...(step.flag ? { picked } : {}) });
  },
  invoice: async (stage: Stage, step: Step) =>
    stage.run('erp.invoice.post', {
      orderId: await stage.any('sales_order', step.pick, "status = 'confirmed'"),
      ...(step.flag ? {} : { shipmentId: await stage.any('shipment', step.amount, "status = 'posted'") }),
    }),
  pay: async (stage: Stage, step: Step) =>
    stage.run('erp.payment.allocate', {
      invoiceId: await stage.any('invoice', step.pick),
      ...(step.flag && step.amount % 2 === 0
        ? { paymentId: await stage.any('payment', step.amount) }
        : { payment: { amount: `${step.amount}.${(step.pick % 90) + 10}`, currency: step.amount % 11 === 0 ? 'USD' : 'EUR' } }),
    }),
  unpay: async (stage: Stage, step: Step) =>
    stage.run('erp.payment.unallocate', {
      invoiceId: await stage.any('invoice', step.pick),
      paymentId: await stage.any('payment', step.amount),
    }),
  // Mostly a few steps of something that is there, now and then anything anywhere.
  lose: async (stage: Stage, step: Step) => {
    const { rows } = await stage.sql.query<{ item_id: string; location_id: string; step: string }>(
      'SELECT item_id, location_id, quantity_step AS step FROM erp.stock_balance JOIN erp.item ON item.id = item_id WHERE on_hand > 0 ORDER BY sku, location_id',
    );
    const place = step.amount % 6 === 0 ? undefined : rows[step.pick % Math.max(rows.length, 1)];
    await stage.run(
      'erp.writeoff.create',
      place === undefined
        ? {
            itemId: itemOf(stage, step).id,
            locationId: stage.places[step.amount % stage.places.length],
            quantity: quantityOf(stage, step),
            reason: 'lost',
          }
        : {
            itemId: place.item_id,
            locationId: place.location_id,
            quantity: ((1 + (step.amount % 4)) * Number(place.step)).toFixed(6),
            reason: step.flag ? 'lost' : 'damaged',
          },
    );
  },
  writeOff: async (stage: Stage, step: Step) =>
    stage.run('erp.writeoff.post', {
      writeOffId: await stage.any('write_off', step.pick, "status = 'draft'"),
      approvedBy: step.flag ? 'eka' : null,
    }),
  reverse: async (stage: Stage, step: Step) => stage.run('erp.writeoff.reverse', { writeOffId: await stage.any('write_off', step.pick) }),
  move: async (stage: Stage, step: Step) => {
    const {
      rows: [deal],
    } = await stage.sql.query<{ id: string }>('SELECT id FROM crm.deal ORDER BY id OFFSET $1 LIMIT 1', [step.pick % 3]);
    await stage.run('crm.deal.stage', {
      dealId: deal?.id ?? NOBODY,
      stage: ['new', 'qualified', 'offer', 'won', 'lost'][step.amount % 5],
      reason: step.flag ? 'why' : null,
    });
  },
} as const;

describe('random sequences of operations', () => {
  let world: World;
  before(async () => {
    world = await createWorld();
    await world.query('UPDATE erp.company SET write_off_approval_above = 20');
    for (const [step, uom] of [
      ['1', 'pcs'],
      ['0.001', 'kg'],
      ['0.5', 'l'],
    ] as const) {
      const item = await world.item({ step, uom, price: '3.335' });
      if (step === '1') await world.query("INSERT INTO erp.item_uom (item_id, uom, numerator) VALUES ($1, 'pack', 8)", [item]);
      if (step === '0.001')
        await world.query("INSERT INTO erp.item_uom (item_id, uom, numerator, denominator) VALUES ($1, 'g', 1, 1000)", [item]);
    }
    await world.location();
    await world.location();
    for (const creditLimit of [null, '600']) {
      const customer = await world.customer({ creditLimit });
      for (let number = 0; number < 2; number += 1) {
        await world.query(
          "INSERT INTO crm.deal (id, title, customer_id, pipeline_id, stage, amount) SELECT gen_random_uuid(), 'Deal', $1, id, 'new', 5 FROM crm.pipeline",
          [customer],
        );
      }
    }
  });
  after(() => world.close());

  it(`leave every invariant whole after each step (seed ${SEED}, LANEWORK_SEED runs it again)`, async function () {
    this.timeout(240_000);
    const kinds = Object.keys(STEPS) as (keyof typeof STEPS)[];
    const step: fc.Arbitrary<Step> = fc.record({
      kind: fc.constantFrom(...kinds, 'receive', 'draft', 'confirm', 'reserve', 'create', 'ship', 'invoice', 'pay'),
      pick: fc.nat(1_000),
      amount: fc.nat(300),
      flag: fc.boolean(),
    });
    const opening: readonly Step[] = (
      ['receive', 'lose', 'writeOff', 'receive', 'draft', 'confirm', 'reserve', 'create', 'ship', 'invoice', 'pay'] as const
    ).map((kind, index) => ({ kind, pick: 0, amount: 33 + index, flag: kind === 'confirm' || kind === 'writeOff' }));
    const succeeded = new Map<string, number>();
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: LONGEST_SEQUENCE / 2, maxLength: LONGEST_SEQUENCE }), async (steps) => {
        await play(world, [...opening, ...steps], succeeded);
      }),
      { seed: SEED, numRuns: RUNS, endOnFailure: true },
    );
    for (const kind of ['receive', 'draft', 'confirm', 'reserve', 'create', 'ship', 'invoice', 'pay', 'lose', 'writeOff'])
      expect(succeeded.get(kind) ?? 0, `${kind} (seed ${SEED})`).to.be.greaterThan(0);
  });
});

/** Plays a sequence in one transaction, every step in a savepoint, and rolls all of it back; a refusal undoes its step only. */
async function play(world: World, steps: readonly Step[], succeeded: Map<string, number>): Promise<void> {
  const client = await world.pool.connect();
  try {
    await client.query('begin');
    const stage = await stageOn(executorOf(client));
    for (const [index, step] of steps.entries()) {
      await client.query('savepoint step');
      try {
        await STEPS[step.kind](stage, step);
        await client.query('set constraints all immediate; set constraints all deferred');
        succeeded.set(step.kind, (succeeded.get(step.kind) ?? 0) + 1);
      } catch (error) {
        if (!(error instanceof Error) || error.name !== 'BusinessError') throw error;
        await client.query('rollback to savepoint step');
      }
      const violated = await audit(stage.sql);
      if (violated.length > 0)
        throw new Error(`Expected every invariant after step ${index} (${JSON.stringify(step)}), but ${violated.join(', ')} are violated`);
    }
  } finally {
    await client.query('rollback');
    client.release();
  }
}

async function stageOn(sql: SqlExecutor): Promise<Stage> {
  const ids = async (text: string): Promise<string[]> => (await sql.query<{ id: string }>(text)).rows.map((row) => row.id);
  const { rows: items } = await sql.query<{ id: string; step: string; uom: string | null }>(
    'SELECT item.id, trim_scale(quantity_step)::text AS step, uom FROM erp.item LEFT JOIN erp.item_uom ON item_id = item.id ORDER BY sku',
  );
  return {
    sql,
    items: items.map(({ id, step, uom }) => ({ id, step, uoms: uom === null ? [undefined] : [undefined, uom] })),
    places: await ids("SELECT id FROM erp.location WHERE kind = 'internal' ORDER BY code"),
    customers: await ids('SELECT id FROM crm.customer ORDER BY name'),
    async run(topic, input) {
      const operation = operationOf(topic);
      return operation.output.parse(await operation.run(contextOn(sql), operation.input.parse(input))) as Record<string, unknown>;
    },
    async any(table, pick, where = 'true') {
      const found = await ids(`SELECT id FROM erp.${table} WHERE ${where} ORDER BY created_at, id`);
      return found[pick % Math.max(found.length, 1)] ?? NOBODY;
    },
  };
}
