import type { ModuleContract } from '../../engine/port/module.ts';
import { seedDemo } from './demo/index.ts';
import { entities } from './entity/index.ts';
import { invariants } from './invariant/index.ts';
import { migrations } from './migration/index.ts';
import { operations } from './operation/index.ts';
import { recordTypes } from './record-type/index.ts';
import { erpRoutes } from './route/index.ts';

export { insertDraftOrder, type DraftOrder } from './operation/shared/draft-order.ts';

/** Stock, orders, shipments, invoices and payments, exact to the last unit and cent. */
export const module: ModuleContract = {
  name: 'erp',
  operations,
  entities,
  migrations,
  recordTypes,
  invariants,
  routes: erpRoutes,
  seedDemo,
};
