import { firstRow, newId, type DocumentContext } from './context.ts';

/** Days between two instalments of one invoice. */
const INSTALMENT_DAYS = 30;

/** How an invoice is to be paid. `total` is a decimal text, `scale` the digits of its currency. */
export interface PaymentPlan {
  readonly invoiceId: string;
  readonly total: string;
  readonly count: number;
  readonly day: string;
  readonly paymentDays: number;
  readonly scale: number;
}

/**
 * Splits the total so that the parts add up to it exactly (5.47 in three: 1.82, 1.83, 1.82): each part is the difference of two rounded
 * running sums (N4). Opens one receivable per part and returns the last due date.
 */
export async function insertInstalments(context: DocumentContext, plan: PaymentPlan): Promise<string> {
  await context.sql.query(
    `INSERT INTO erp.instalment (invoice_id, position, due_on, amount)
     SELECT $1, position, $4::date + $5::integer + (position - 1) * ${INSTALMENT_DAYS},
            round($2::numeric * position / $3::integer, $6) - round($2::numeric * (position - 1) / $3::integer, $6)
       FROM generate_series(1, $3::integer) AS position`,
    [plan.invoiceId, plan.total, plan.count, plan.day, plan.paymentDays, plan.scale],
  );
  await context.sql.query(
    `INSERT INTO erp.open_item (id, invoice_id, position, customer_id, currency, due_on, amount)
     SELECT ids.id, part.invoice_id, part.position, invoice.customer_id, invoice.currency, part.due_on, part.amount
       FROM erp.instalment part JOIN erp.invoice ON invoice.id = part.invoice_id
       JOIN unnest($2::uuid[]) WITH ORDINALITY AS ids(id, position) ON ids.position = part.position
      WHERE part.invoice_id = $1`,
    [plan.invoiceId, Array.from({ length: plan.count }, () => newId())],
  );
  const { due } = await firstRow<{ due: string }>(
    context.sql,
    'SELECT max(due_on)::text AS due FROM erp.instalment WHERE invoice_id = $1',
    [plan.invoiceId],
  );
  return due;
}
