import type { Workload } from '../workload.ts';
import { openHandWrittenOrder } from './hand-written-order.ts';
import { openLaneworkOrder, ORDERS_IN_FLIGHT } from './lanework-order.ts';

/** How much of the hand-written transaction's speed the process has to keep. */
const TARGET_RATIO = 0.5;

/** The product's own process with real stock, shipment, invoice and payment. */
export const orderWorkload: Workload = {
  kind: 'compared',
  name: 'order',
  counted:
    'orders per second, from a draft order to the payment: confirmed, reserved, shipped, invoiced, mailed, paid; ' +
    `${ORDERS_IN_FLIGHT} at a time over 100 items; rows per table of the business are the same on both sides and counted`,
  usesDatabase: true,
  subjects: [
    { name: 'lanework', role: 'lanework', open: openLaneworkOrder },
    { name: 'hand-written transaction', role: 'baseline', target: TARGET_RATIO, open: openHandWrittenOrder },
  ],
};
