import type { EntitySchema } from '@mikro-orm/postgresql';
import { InvoiceLine } from './invoice-line.ts';
import { Invoice } from './invoice.ts';
import { Item } from './item.ts';
import { Location } from './location.ts';
import { Payment } from './payment.ts';
import { PriceList } from './price-list.ts';
import { Price } from './price.ts';
import { Reservation } from './reservation.ts';
import { SalesOrderLine } from './sales-order-line.ts';
import { SalesOrder } from './sales-order.ts';
import { ShipmentLine } from './shipment-line.ts';
import { Shipment } from './shipment.ts';
import { StockBalance } from './stock-balance.ts';
import { StockMove } from './stock-move.ts';
import { WriteOff } from './write-off.ts';

/** Entities of the ERP that lists, records and reports read. */
export const entities: readonly EntitySchema[] = [
  Item,
  Location,
  StockBalance,
  StockMove,
  PriceList,
  Price,
  SalesOrder,
  SalesOrderLine,
  Reservation,
  Shipment,
  ShipmentLine,
  WriteOff,
  Invoice,
  InvoiceLine,
  Payment,
];
