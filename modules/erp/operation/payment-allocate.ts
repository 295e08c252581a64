import { z } from 'zod';
import { BusinessError } from '../../../engine/port/module-contract.ts';
import { dayOf, expectStatus, findOne, firstRow, newId, type DocumentContext } from './shared/context.ts';
import { decimalInput, decimalOutput, decimalText, Exact } from './shared/decimal.ts';
import { defineErpOperation } from './shared/define.ts';
import { lockInvoice, showOrderDone, type LockedInvoice } from './shared/payment.ts';
import { refusals } from './shared/refusal.ts';

const received = z.object({
  amount: decimalInput,
  currency: z.string(),
  reference: z.string().max(200).nullish(),
  receivedOn: z.iso.date().or(z.iso.datetime()).nullish(),
});

interface PaymentRow {
  readonly id: string;
  readonly currency: string;
  readonly residual: string;
}

/**
 * `erp.payment.allocate`: settles an invoice with a payment, oldest instalment first. What a payment has above the invoice stays on it as an
 * advance; a fully paid invoice, a used-up payment, or an `amount` above either is refused with OVER_ALLOCATION.
 */
export const paymentAllocate = defineErpOperation({
  topic: 'erp.payment.allocate',
  title: { en: 'Allocate payment', es: 'Aplicar cobro', cs: 'Spárovat platbu', ru: 'Разнести платёж', ka: 'გადახდის განაწილება' },
  description: {
    en: 'Records a payment if it is new and settles the invoice with it. What is above the invoice stays on the payment as an advance.',
    es: 'Registra el cobro si es nuevo y salda la factura. El exceso queda en el cobro como anticipo.',
    cs: 'Zapíše platbu, je-li nová, a uhradí jí fakturu. Přeplatek zůstane na platbě jako záloha.',
    ru: 'Записывает новый платёж и гасит им счёт. Излишек остаётся на платеже как аванс.',
    ka: 'აღრიცხავს ახალ გადახდას და ფარავს ინვოისს. ზედმეტი რჩება გადახდაზე ავანსად.',
  },
  icon: 'cash',
  input: z.object({
    paymentId: z.uuid().nullish(),
    payment: received.nullish(),
    invoiceId: z.uuid(),
    amount: decimalInput.nullish().describe('How much to allocate; default: as much as payment and invoice allow'),
  }),
  output: z.object({
    paymentId: z.uuid(),
    allocated: decimalOutput,
    residual: decimalOutput,
    invoiceStatus: z.string(),
    unallocated: decimalOutput,
  }),
  errors: refusals('OVER_ALLOCATION', 'CURRENCY_MISMATCH', 'NOT_FOUND', 'WRONG_STATUS'),
  compensation: 'erp.payment.unallocate',
  transactional: true,
  async run(context, input) {
    const invoice = await lockInvoice(context, input.invoiceId);
    expectStatus('the invoice', invoice.status, ['posted']);
    const currency = input.payment?.currency;
    if (currency !== undefined && input.paymentId == null) expectCurrency(invoice, currency);
    const payment =
      input.paymentId == null ? await recordPayment(context, invoice, input.payment ?? null) : await lockPayment(context, input.paymentId);
    expectCurrency(invoice, payment.currency);
    const { rows: openItems } = await context.sql.query<{ id: string; residual: string }>(
      'SELECT id, residual::text AS residual FROM erp.open_item WHERE invoice_id = $1 AND allocated < amount ORDER BY position FOR UPDATE',
      [input.invoiceId],
    );
    const open = openItems.reduce((sum, item) => sum.plus(item.residual), new Exact(0));
    const most = Exact.min(open, payment.residual);
    const wanted = input.amount == null ? most : new Exact(decimalText(input.amount));
    if (most.isZero() || wanted.greaterThan(most) || wanted.lessThanOrEqualTo(0)) {
      throw new BusinessError(
        'OVER_ALLOCATION',
        `Expected an amount up to ${most.toFixed(invoice.scale)} ${invoice.currency} that is open on invoice and payment, but found ${
          input.amount == null ? 'nothing open' : wanted.toFixed()
        }`,
        { invoiceResidual: open.toFixed(invoice.scale), paymentResidual: new Exact(payment.residual).toFixed(invoice.scale) },
      );
    }
    await insertAllocations(context, payment.id, openItems, wanted);
    await showOrderDone(context, invoice.order_id);
    const { payment_status: invoiceStatus } = await firstRow<{ payment_status: string }>(
      context.sql,
      'SELECT payment_status FROM erp.invoice WHERE id = $1',
      [input.invoiceId],
    );
    return {
      paymentId: payment.id,
      allocated: wanted.toFixed(invoice.scale),
      residual: open.minus(wanted).toFixed(invoice.scale),
      invoiceStatus,
      unallocated: new Exact(payment.residual).minus(wanted).toFixed(invoice.scale),
    };
  },
});

function expectCurrency(invoice: LockedInvoice, currency: string): void {
  if (invoice.currency !== currency) {
    throw new BusinessError('CURRENCY_MISMATCH', `Expected a payment in ${invoice.currency}, but it is in ${currency}`, {
      expected: invoice.currency,
      found: currency,
    });
  }
}

function lockPayment(context: DocumentContext, paymentId: string): Promise<PaymentRow> {
  return findOne<PaymentRow>(
    context.sql,
    'payment',
    paymentId,
    'SELECT id, currency, residual::text AS residual FROM erp.payment WHERE id = $1::uuid FOR UPDATE',
  );
}

async function recordPayment(
  context: DocumentContext,
  invoice: LockedInvoice,
  payment: z.infer<typeof received> | null,
): Promise<PaymentRow> {
  if (payment === null) throw new BusinessError('NOT_FOUND', 'Expected paymentId or payment, but found neither');
  const amount = new Exact(decimalText(payment.amount));
  if (amount.lessThanOrEqualTo(0) || amount.decimalPlaces() > invoice.scale) {
    throw new BusinessError(
      'OVER_ALLOCATION',
      `Expected a positive amount with at most ${invoice.scale} decimals, but found ${amount.toFixed()}`,
      { amount: amount.toFixed() },
    );
  }
  return firstRow<PaymentRow>(
    context.sql,
    `INSERT INTO erp.payment (id, payment_no, customer_id, amount, currency, received_on, reference, created_at, created_by, updated_at, updated_by, process_instance_id)
     VALUES ($1, 'PAY-' || lpad(nextval('erp.payment_number')::text, 5, '0'), $2, $3::numeric, $4, $5::date, $6, $7, $8, $7, $8, $9)
     RETURNING id, currency, residual::text AS residual`,
    [
      newId(),
      invoice.customer_id,
      amount.toFixed(),
      payment.currency,
      dayOf(payment.receivedOn ?? context.now),
      payment.reference ?? null,
      context.now,
      context.actor.id,
      context.processInstanceId,
    ],
  );
}

async function insertAllocations(
  context: DocumentContext,
  paymentId: string,
  openItems: readonly { readonly id: string; readonly residual: string }[],
  amount: Exact,
): Promise<void> {
  let rest = amount;
  for (const item of openItems) {
    const part = Exact.min(rest, item.residual);
    if (part.isZero()) break;
    await context.sql.query(
      'INSERT INTO erp.allocation (id, payment_id, open_item_id, amount, allocated_at, created_by, process_instance_id) VALUES ($1, $2, $3, $4::numeric, $5, $6, $7)',
      [newId(), paymentId, item.id, part.toFixed(), context.now, context.actor.id, context.processInstanceId],
    );
    rest = rest.minus(part);
  }
}
