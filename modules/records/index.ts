import type { ModuleContract } from '../../engine/port/module.ts';
import { module as crm } from '../crm/index.ts';
import { module as erp } from '../erp/index.ts';
import { RecordCatalogue } from './catalogue.ts';
import { recordRoutes } from './routes.ts';

const catalogue = new RecordCatalogue([...crm.recordTypes, ...erp.recordTypes]);

/** Lists, pages and saving of business records of all modules, driven by the description of their types. */
export const module: ModuleContract = {
  name: 'records',
  operations: [],
  entities: [],
  migrations: [],
  recordTypes: [],
  invariants: [],
  routes: (services) => recordRoutes(services, catalogue),
  seedDemo: () => Promise.resolve(),
};
