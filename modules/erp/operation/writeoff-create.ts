import { z } from 'zod';
import { BusinessError } from '../../../engine/port/module-contract.ts';
import { findOne, firstRow, newId } from './shared/context.ts';
import { decimalInput, decimalOutput, decimalText } from './shared/decimal.ts';
import { defineErpOperation } from './shared/define.ts';
import { expectExactQuantity } from './shared/quantity.ts';
import { refusals } from './shared/refusal.ts';

interface ItemRow {
  readonly sku: string;
  readonly name: string;
  readonly step: string;
  readonly uom: string;
  readonly currency: string;
}

/** `erp.writeoff.create`: a draft write-off with its expected value, so that the process can decide who has to approve it. */
export const writeoffCreate = defineErpOperation({
  topic: 'erp.writeoff.create',
  title: {
    en: 'Draft write-off',
    es: 'Preparar baja de existencias',
    cs: 'Připravit odpis',
    ru: 'Подготовить списание',
    ka: 'ჩამოწერის მომზადება',
  },
  description: {
    en: 'Drafts a write-off of one item in one place, with a reason and its value at average cost.',
    es: 'Prepara la baja de un artículo en un lugar, con motivo y valor a coste medio.',
    cs: 'Připraví odpis jedné položky na jednom místě, s důvodem a hodnotou v průměrné ceně.',
    ru: 'Готовит списание одного товара в одном месте, с причиной и стоимостью по средней.',
    ka: 'ამზადებს ერთი საქონლის ჩამოწერას ერთ ადგილას, მიზეზითა და საშუალო ღირებულებით.',
  },
  icon: 'file-minus',
  input: z.object({
    itemId: z.uuid(),
    locationId: z.uuid(),
    quantity: decimalInput,
    reason: z.string().max(200).nullish(),
    note: z.string().max(2000).nullish(),
  }),
  output: z.object({ writeOffId: z.uuid(), value: decimalOutput, currency: z.string(), sku: z.string(), itemName: z.string() }),
  errors: refusals('INEXACT_QTY', 'REASON_REQUIRED', 'NOT_FOUND'),
  compensation: 'erp.writeoff.cancel',
  transactional: true,
  async run(context, input) {
    const reason = input.reason?.trim() ?? '';
    if (reason === '') throw new BusinessError('REASON_REQUIRED', 'Expected a reason for the write-off, but there is none');
    const item = await findOne<ItemRow>(
      context.sql,
      'item',
      input.itemId,
      `SELECT sku, item.name, trim_scale(quantity_step)::text AS step, stock_uom AS uom, company.currency FROM erp.item JOIN erp.company ON company.id = item.company_id WHERE item.id = $1::uuid`,
    );
    await findOne(context.sql, 'own location', input.locationId, "SELECT id FROM erp.location WHERE id = $1::uuid AND kind = 'internal'");
    const quantity = decimalText(input.quantity);
    expectExactQuantity(item, quantity);
    const writeOffId = newId();
    const { value } = await firstRow<{ value: string }>(
      context.sql,
      `INSERT INTO erp.write_off (id, item_id, location_id, quantity, reason, note, cost_account, approval_above, value, created_at, created_by, updated_at, updated_by, process_instance_id)
       SELECT $1, item.id, $3, $4::numeric, $5, $6, company.write_off_cost_account, company.write_off_approval_above,
              coalesce((SELECT round(value * $4::numeric / nullif(quantity, 0), currency.scale) FROM erp.stock_valuation WHERE item_id = item.id), 0), $7, $8, $7, $8, $9
         FROM erp.item JOIN erp.company ON company.id = item.company_id JOIN erp.currency ON currency.code = company.currency WHERE item.id = $2
       RETURNING round(value, (SELECT scale FROM erp.currency WHERE code = $10))::text AS value`,
      [
        writeOffId,
        input.itemId,
        input.locationId,
        quantity,
        reason,
        input.note ?? null,
        context.now,
        context.actor.id,
        context.processInstanceId,
        item.currency,
      ],
    );
    return { writeOffId, value, currency: item.currency, sku: item.sku, itemName: item.name };
  },
});
