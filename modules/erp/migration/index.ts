import type { ModuleMigration } from '../../../engine/port/module-contract.ts';
import { companyMigration } from './company.ts';
import { invoiceMigration } from './invoice.ts';
import { itemMigration } from './item.ts';
import { orderMigration } from './order.ts';
import { paymentMigration } from './payment.ts';
import { shipmentMigration } from './shipment.ts';
import { stockMigration } from './stock.ts';

/** Migrations of the ERP in the order in which they run. */
export const migrations: readonly ModuleMigration[] = [
  companyMigration,
  itemMigration,
  stockMigration,
  orderMigration,
  shipmentMigration,
  invoiceMigration,
  paymentMigration,
];
