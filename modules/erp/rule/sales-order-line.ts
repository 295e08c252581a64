import { BusinessError, type SqlExecutor } from '../../../engine/port/module-contract.ts';
import type { RecordRules, RecordSave, RecordValues } from '../../../engine/port/module.ts';
import { customerTerms } from '../../crm/index.ts';
import { expectStatus, findOne } from '../operation/shared/context.ts';
import { expectSellable, resolveLines } from '../operation/shared/resolve-lines.ts';

interface OrderRow {
  readonly status: string;
  readonly customer_id: string;
  readonly currency: string;
  readonly next_position: number;
}

/**
 * Rules of saving an order line. The price comes from the customer's list unless one is given; unit, exact stock quantity, tax and billing come
 * from the item. Amounts are computed by the database, so nobody hands them in.
 */
export const salesOrderLineRules: RecordRules = {
  async prepare(save: RecordSave, values: RecordValues, current: RecordValues | null): Promise<RecordValues> {
    const order = await lockOrder(save.sql, text(current?.['orderId'] ?? values['orderId'], 'orderId'));
    expectStatus('the order', order.status, ['draft']);
    const day = save.now.slice(0, 10);
    const terms = await customerTerms(save.sql, order.customer_id, day);
    const merged: RecordValues = { ...current, ...values };
    const itemChanged = current !== null && values['itemId'] !== undefined && values['itemId'] !== current['itemId'];
    const manualPrice =
      values['unitPrice'] !== undefined && values['unitPrice'] !== null
        ? values['unitPrice'] !== current?.['unitPrice'] || merged['manualPrice'] === true
        : merged['manualPrice'] === true && !itemChanged && values['unitPrice'] !== null;
    const [resolved] = await resolveLines(save.sql, { priceListId: terms.priceListId, currency: order.currency, day }, [
      {
        itemId: text(merged['itemId'], 'itemId'),
        quantity: text(merged['quantity'], 'quantity'),
        uom: itemChanged && values['uom'] === undefined ? null : optionalText(merged['uom']),
        discountPercent: optionalText(merged['discountPercent']) ?? '0',
        unitPrice: manualPrice ? text(merged['unitPrice'], 'unitPrice') : null,
      },
    ]);
    if (resolved === undefined) throw new Error('Expected one resolved line, but there is none');
    const line = expectSellable(resolved);
    if (line.blocked)
      throw new BusinessError('ITEM_BLOCKED', `Expected an item that may be sold, but ${line.sku} is blocked`, { field: 'itemId' });
    return {
      ...values,
      position: values['position'] ?? current?.['position'] ?? order.next_position,
      uom: line.uom,
      quantity: line.quantity,
      stockQuantity: line.stockQuantity,
      unitPrice: line.unitPrice,
      manualPrice,
      discountPercent: line.discountPercent,
      taxCode: line.taxCode,
      taxPercent: line.taxPercent,
      billing: line.type === 'service' ? 'ordered' : 'shipped',
    };
  },
};

function lockOrder(sql: SqlExecutor, orderId: string): Promise<OrderRow> {
  return findOne<OrderRow>(
    sql,
    'sales order',
    orderId,
    `SELECT status, customer_id, currency, (SELECT coalesce(max(position), 0) + 1 FROM erp.sales_order_line WHERE order_id = sales_order.id) AS next_position
       FROM erp.sales_order WHERE id = $1::uuid FOR UPDATE`,
  );
}

function text(value: unknown, field: string): string {
  if (typeof value === 'string' && value !== '') return value;
  throw new BusinessError('NOT_FOUND', `Expected a value for ${field}, but there is none`, { field });
}

function optionalText(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}
