import { jsonSchemaOf, operationsOf } from './http/operation-registry.ts';
import type { OperationCatalogue } from './parse/index.ts';
import type { ModuleContract } from './port/module.ts';
import { catalogueOf } from './runtime/operation-catalogue.ts';

/** What deployment checks know of the operations of modules; the same on the command line as in the server. */
export function catalogueOfModules(modules: readonly ModuleContract[]): OperationCatalogue {
  return catalogueOf(operationsOf(modules), (operation) => jsonSchemaOf(operation.input, 'input'));
}
