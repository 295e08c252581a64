import { Router } from 'express';
import type { ModuleContract } from '../../engine/port/module.ts';
import { createHttpRequest } from './operation/http-request.ts';

/** The world outside: what diagrams call, and what calls them. */
export const module: ModuleContract = {
  name: 'connectors',
  operations: [],
  outsideOperations: [createHttpRequest()],
  entities: [],
  migrations: [],
  recordTypes: [],
  invariants: [],
  routes: () => Router(),
  seedDemo: () => Promise.resolve(),
};
