import { BusinessError, defineOperation, type Operation } from '../../../../engine/port/module-contract.ts';
import type { RefusalCode } from './refusal.ts';

/** What a refusal of the database means in business words; the most telling code that the operation declares is taken. */
const MEANING_OF_STATE: Readonly<Record<string, RefusalCode>> = {
  LWQTY: 'INEXACT_QTY',
  LWPRD: 'PERIOD_CLOSED',
  LWCUR: 'CURRENCY_MISMATCH',
  LWSER: 'INSUFFICIENT_STOCK',
};

const MEANING_OF_CONSTRAINT: Readonly<Record<string, readonly RefusalCode[]>> = {
  stock_balance_on_hand_not_negative: ['INSUFFICIENT_STOCK'],
  stock_balance_reserved_within_on_hand: ['RESERVED_STOCK', 'INSUFFICIENT_STOCK'],
  sales_order_line_shipped_within_ordered: ['OVER_DELIVERY'],
  sales_order_line_invoiced_within_policy: ['OVER_BILLING'],
  invoice_line_shipment_line_once: ['OVER_BILLING'],
  open_item_residual_not_negative: ['OVER_ALLOCATION'],
  payment_residual_not_negative: ['OVER_ALLOCATION'],
  write_off_has_reason: ['REASON_REQUIRED'],
  write_off_approved: ['APPROVAL_REQUIRED'],
  stock_move_reversed_once: ['WRONG_STATUS'],
};

/**
 * Defines an operation whose database constraints speak business: a violated constraint becomes the declared refusal that it stands for,
 * everything else stays the technical failure it is.
 */
export function defineErpOperation<Input, Output extends object>(operation: Operation<Input, Output>): Operation<Input, Output> {
  const declared = new Set(operation.errors.map((error) => error.code));
  return defineOperation({
    ...operation,
    run: async (context, input) => {
      try {
        return await operation.run(context, input);
      } catch (error) {
        throw asRefusal(error, declared);
      }
    },
  });
}

function asRefusal(error: unknown, declared: ReadonlySet<string>): unknown {
  if (error instanceof BusinessError || !isDatabaseError(error)) return error;
  const byState = MEANING_OF_STATE[error.code];
  const candidates = byState === undefined ? (MEANING_OF_CONSTRAINT[error.constraint ?? ''] ?? []) : [byState];
  const code = candidates.find((candidate) => declared.has(candidate));
  return code === undefined ? error : new BusinessError(code, error.message);
}

function isDatabaseError(error: unknown): error is Error & { readonly code: string; readonly constraint?: string } {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' && error.code.length === 5;
}
