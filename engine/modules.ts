import { module as connectors } from '../modules/connectors/index.ts';
import { module as crm } from '../modules/crm/index.ts';
import { module as demo } from '../modules/demo/index.ts';
import { module as erp } from '../modules/erp/index.ts';
import { module as identity } from '../modules/identity/index.ts';
import { module as records } from '../modules/records/index.ts';
import type { ModuleContract } from './port/module.ts';

/** Every module of the product, in the order in which their demo data is loaded. A new module is one line here. */
export const modules: readonly ModuleContract[] = [identity, crm, erp, records, connectors, demo];
