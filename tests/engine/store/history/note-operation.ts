import { z } from 'zod';
import { defineOperation } from '../../../../engine/port/module-contract.ts';

/** Does nothing but leave its key in the log of operations. */
export const noteOperation = defineOperation({
  topic: 'test.note',
  title: { en: 'Note' },
  description: { en: 'Leaves a key' },
  icon: 'note',
  input: z.looseObject({}),
  output: z.object({}),
  errors: [],
  transactional: true,
  run: () => Promise.resolve({}),
});
