import { Router } from 'express';
import { z } from 'zod';
import { defineOperation } from '../../../engine/port/module-contract.ts';
import type { ModuleContract } from '../../../engine/port/module.ts';

const nothing = z.object({});

const noop = defineOperation({
  topic: 'noop',
  title: { en: 'Nothing' },
  description: { en: 'Does nothing, in the transaction of the step' },
  icon: 'circle-dashed',
  input: nothing,
  output: nothing,
  errors: [],
  transactional: true,
  run: () => Promise.resolve({}),
});

/** A module whose operation does nothing: what is left is the work of the engine. Its operation is as transactional as any. */
export const noopModule: ModuleContract = {
  name: 'noop',
  operations: [noop],
  entities: [],
  migrations: [],
  recordTypes: [],
  invariants: [],
  routes: () => Router(),
  seedDemo: () => Promise.resolve(),
};
