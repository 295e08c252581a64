import type { ModuleMigration } from '../../../engine/port/module-contract.ts';
import { customerMigration } from './customer.ts';
import { dealMigration } from './deal.ts';
import { messageMigration } from './message.ts';
import { pipelineMigration } from './pipeline.ts';

/** Migrations of the CRM in the order in which they run. */
export const migrations: readonly ModuleMigration[] = [customerMigration, dealMigration, messageMigration, pipelineMigration];
