import { z } from 'zod';
import { defineOperation } from '../../../../engine/port/module-contract.ts';

/** Asks the database for something, so that it leaves its key in the log of operations. */
export const noteOperation = defineOperation({
  topic: 'test.note',
  title: { en: 'Note' },
  description: { en: 'Leaves a key' },
  icon: 'note',
  input: z.looseObject({}),
  output: z.object({}),
  errors: [],
  transactional: true,
  async run({ sql }) {
    await sql.query('select 1');
    return {};
  },
});
