import type { RecordType } from '../../../engine/port/module.ts';
import { invoiceLineType } from './invoice-line.ts';
import { invoiceType } from './invoice.ts';
import { itemType } from './item.ts';
import { locationType } from './location.ts';
import { paymentType } from './payment.ts';
import { priceListType } from './price-list.ts';
import { priceType } from './price.ts';
import { reservationType } from './reservation.ts';
import { salesOrderLineType } from './sales-order-line.ts';
import { salesOrderType } from './sales-order.ts';
import { shipmentLineType } from './shipment-line.ts';
import { shipmentType } from './shipment.ts';
import { stockBalanceType } from './stock-balance.ts';
import { stockMoveType } from './stock-move.ts';
import { writeOffType } from './write-off.ts';

/** Record types of the ERP, in the order in which menus show them. */
export const recordTypes: readonly RecordType[] = [
  itemType,
  stockBalanceType,
  stockMoveType,
  priceListType,
  priceType,
  salesOrderType,
  salesOrderLineType,
  reservationType,
  shipmentType,
  shipmentLineType,
  writeOffType,
  invoiceType,
  invoiceLineType,
  paymentType,
  locationType,
];
