import type { ModuleContract } from '../../engine/port/module.ts';
import { seedDemo } from './demo/index.ts';
import { entities } from './entity/index.ts';
import { invariants } from './invariant/index.ts';
import { migrations } from './migration/index.ts';
import { operations } from './operation/index.ts';
import { recordTypes } from './record-type/index.ts';
import { crmRoutes } from './route/index.ts';

export { customerTerms, type CounterpartyCard, type CustomerTerms } from './customer-terms.ts';

/** Customer relations: who buys, what was said, which deals are under way. */
export const module: ModuleContract = {
  name: 'crm',
  operations,
  entities,
  migrations,
  recordTypes,
  invariants,
  routes: crmRoutes,
  seedDemo,
};
