import { z } from 'zod';
import { findOne, firstRow } from './shared/context.ts';
import { decimalOutput } from './shared/decimal.ts';
import { defineErpOperation } from './shared/define.ts';
import { lockInvoice, showOrderDone } from './shared/payment.ts';
import { refusals } from './shared/refusal.ts';

/** `erp.payment.unallocate`: takes a payment off an invoice again; both are open for what was settled. */
export const paymentUnallocate = defineErpOperation({
  topic: 'erp.payment.unallocate',
  title: { en: 'Take payment off', es: 'Desaplicar cobro', cs: 'Zrušit spárování', ru: 'Снять разнесение', ka: 'განაწილების მოხსნა' },
  description: {
    en: 'Cancels the allocations between a payment and an invoice; the rows stay as history.',
    es: 'Anula las aplicaciones entre cobro y factura; quedan como historial.',
    cs: 'Zruší spárování platby s fakturou; řádky zůstanou v historii.',
    ru: 'Отменяет разнесение платежа на счёт; строки остаются в истории.',
    ka: 'აუქმებს გადახდისა და ინვოისის კავშირს; სტრიქონები ისტორიაში რჩება.',
  },
  icon: 'cash-off',
  input: z.object({ paymentId: z.uuid(), invoiceId: z.uuid() }),
  output: z.object({ paymentId: z.uuid(), invoiceId: z.uuid(), residual: decimalOutput, invoiceStatus: z.string() }),
  errors: refusals('NOT_FOUND'),
  transactional: true,
  async run(context, { paymentId, invoiceId }) {
    const invoice = await lockInvoice(context, invoiceId);
    await findOne(context.sql, 'payment', paymentId, 'SELECT id FROM erp.payment WHERE id = $1::uuid FOR UPDATE');
    await context.sql.query('SELECT id FROM erp.open_item WHERE invoice_id = $1 ORDER BY position FOR UPDATE', [invoiceId]);
    await context.sql.query(
      `UPDATE erp.allocation SET cancelled_at = $3 FROM erp.open_item
        WHERE open_item.id = open_item_id AND invoice_id = $2 AND payment_id = $1 AND cancelled_at IS NULL`,
      [paymentId, invoiceId, context.now],
    );
    await showOrderDone(context, invoice.order_id);
    const state = await firstRow<{ residual: string; invoiceStatus: string }>(
      context.sql,
      `SELECT round(sum(residual), $2)::text AS residual, min(payment_status) AS "invoiceStatus" FROM erp.open_item JOIN erp.invoice ON invoice.id = invoice_id WHERE invoice_id = $1`,
      [invoiceId, invoice.scale],
    );
    return { paymentId, invoiceId, ...state };
  },
});
