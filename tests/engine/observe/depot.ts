import { z } from 'zod';
import type { ModuleContract } from '../../../engine/port/module.ts';
import { BusinessError, defineOperation } from '../../../engine/port/module-contract.ts';

const ship = defineOperation({
  topic: 'depot.ship',
  title: { en: 'Ship' },
  description: { en: 'Ships' },
  icon: 'truck',
  input: z.object({ refuse: z.boolean().optional() }),
  output: z.object({}),
  errors: [{ code: 'NO_STOCK', title: { en: 'No stock' } }],
  transactional: true,
  run: async (_context, { refuse }) => {
    if (refuse === true) throw new BusinessError('NO_STOCK', 'Expected stock, but there is none.');
    return {};
  },
});

/** A module with one operation, which refuses when it is told to. */
export const depot: ModuleContract = {
  name: 'depot',
  operations: [ship],
  entities: [],
  migrations: [],
  recordTypes: [],
  invariants: [],
  routes: () => (_request: unknown, _response: unknown, next: () => void) => next(),
  seedDemo: async () => undefined,
} as unknown as ModuleContract; // A router that answers nothing.
