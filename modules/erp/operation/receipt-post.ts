import { z } from 'zod';
import { lockBalances, postEntry } from './shared/balance.ts';
import { findOne, newId } from './shared/context.ts';
import { decimalInput, decimalOutput, decimalText, Exact } from './shared/decimal.ts';
import { defineErpOperation } from './shared/define.ts';
import { VIRTUAL_LOCATION } from './shared/location.ts';
import { expectExactQuantity, findItemRule } from './shared/quantity.ts';
import { refusals } from './shared/refusal.ts';

/** `erp.receipt.post`: goods come in from a supplier at a unit cost. */
export const receiptPost = defineErpOperation({
  topic: 'erp.receipt.post',
  title: {
    en: 'Post goods receipt',
    es: 'Contabilizar entrada',
    cs: 'Zaúčtovat příjem',
    ru: 'Провести поступление',
    ka: 'მიღების გატარება',
  },
  description: {
    en: 'Takes goods into a place of the own warehouse at their unit cost.',
    es: 'Da entrada a bienes en un lugar del almacén a su coste unitario.',
    cs: 'Přijme zboží na místo ve skladu za jednotkovou cenu.',
    ru: 'Принимает товар на место хранения по цене за единицу.',
    ka: 'იღებს საქონელს საწყობის ადგილზე ერთეულის ღირებულებით.',
  },
  icon: 'package-import',
  input: z.object({
    locationId: z.uuid(),
    reference: z.string().max(200).nullish(),
    lines: z
      .array(z.object({ itemId: z.uuid(), quantity: decimalInput, unitCost: decimalInput, serial: z.string().nullish() }))
      .min(1)
      .max(5000),
  }),
  output: z.object({ receiptId: z.uuid(), moveIds: z.array(z.uuid()), value: decimalOutput }),
  errors: refusals('NOT_FOUND', 'INEXACT_QTY', 'PERIOD_CLOSED'),
  transactional: true,
  async run(context, { locationId, reference, lines }) {
    await findOne(context.sql, 'own location', locationId, "SELECT id FROM erp.location WHERE id = $1::uuid AND kind = 'internal'");
    const receiptId = newId();
    await context.sql.query(
      `INSERT INTO erp.goods_receipt (id, location_id, received_at, reference, created_at, created_by, updated_at, updated_by, process_instance_id)
       VALUES ($1, $2, $3, $4, $3, $5, $3, $5, $6)`,
      [receiptId, locationId, context.now, reference ?? null, context.actor.id, context.processInstanceId],
    );
    await lockBalances(
      context.sql,
      lines.map((line) => line.itemId),
    );
    const sorted = lines.toSorted((left, right) => (left.itemId < right.itemId ? -1 : 1));
    const moveIds: string[] = [];
    let value = new Exact(0);
    for (const line of sorted) {
      const quantity = decimalText(line.quantity);
      expectExactQuantity(await findItemRule(context.sql, line.itemId), quantity);
      const entry = { itemId: line.itemId, fromLocationId: VIRTUAL_LOCATION.supplier, toLocationId: locationId, quantity };
      const move = await postEntry(
        context,
        { type: 'receipt', id: receiptId },
        line.serial == null ? entry : { ...entry, serial: line.serial },
        { unitCost: decimalText(line.unitCost) },
      );
      moveIds.push(move.id);
      value = value.plus(move.value);
    }
    return { receiptId, moveIds, value: value.toFixed() };
  },
});
