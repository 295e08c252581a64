import type { Operation } from '../../../engine/port/module-contract.ts';
import { invoicePost } from './invoice-post.ts';
import { orderCancel } from './order-cancel.ts';
import { orderConfirm } from './order-confirm.ts';
import { paymentAllocate } from './payment-allocate.ts';
import { paymentUnallocate } from './payment-unallocate.ts';
import { priceQuote } from './price-quote.ts';
import { receiptPost } from './receipt-post.ts';
import { shipmentCancel } from './shipment-cancel.ts';
import { shipmentCreate } from './shipment-create.ts';
import { shipmentPost } from './shipment-post.ts';
import { stockRelease } from './stock-release.ts';
import { stockReserve } from './stock-reserve.ts';
import { writeoffCancel } from './writeoff-cancel.ts';
import { writeoffCreate } from './writeoff-create.ts';
import { writeoffPost } from './writeoff-post.ts';
import { writeoffReverse } from './writeoff-reverse.ts';

/** Operations of the ERP as the registry takes them. The registry parses the input by each operation's schema before `run`. */
export const operations: readonly Operation[] = [
  priceQuote,
  orderConfirm,
  orderCancel,
  stockReserve,
  stockRelease,
  shipmentCreate,
  shipmentCancel,
  shipmentPost,
  receiptPost,
  writeoffCreate,
  writeoffCancel,
  writeoffPost,
  writeoffReverse,
  invoicePost,
  paymentAllocate,
  paymentUnallocate,
].map(
  // The registry hands `run` only what `input` has parsed, so the narrower input type is safe behind the general one.
  (operation) => operation as unknown as Operation,
);
