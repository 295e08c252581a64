import type { ModuleContract } from '../../engine/port/module.ts';
import { webhookMigration } from './migration/webhook.ts';
import { createHttpRequest } from './operation/http-request.ts';
import { mailSend } from './operation/mail-send.ts';
import { HOOKS_PATH, hookRoutes } from './route/hooks.ts';
import { connectorRoutes } from './route/index.ts';

const httpRequest = createHttpRequest();

/** The world outside: what diagrams call, and what calls them. */
export const module: ModuleContract = {
  name: 'connectors',
  operations: [mailSend],
  outsideOperations: [httpRequest],
  entities: [],
  migrations: [webhookMigration],
  recordTypes: [],
  invariants: [],
  routes: (services) => connectorRoutes(services, httpRequest),
  publicRoutes: { path: HOOKS_PATH, routes: hookRoutes },
  seedDemo: () => Promise.resolve(),
};
