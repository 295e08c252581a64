import { z } from 'zod';
import { expectStatus } from './shared/context.ts';
import { defineErpOperation } from './shared/define.ts';
import { refusals } from './shared/refusal.ts';
import { lockWriteOff } from './shared/write-off.ts';

/** `erp.writeoff.cancel`: drops a draft write-off. */
export const writeoffCancel = defineErpOperation({
  topic: 'erp.writeoff.cancel',
  title: { en: 'Cancel write-off', es: 'Cancelar baja', cs: 'Zrušit odpis', ru: 'Отменить списание', ka: 'ჩამოწერის გაუქმება' },
  description: {
    en: 'Cancels a write-off that has not been posted.',
    es: 'Cancela una baja no contabilizada.',
    cs: 'Zruší nezaúčtovaný odpis.',
    ru: 'Отменяет непроведённое списание.',
    ka: 'აუქმებს გაუტარებელ ჩამოწერას.',
  },
  icon: 'file-off',
  input: z.object({ writeOffId: z.uuid() }),
  output: z.object({ writeOffId: z.uuid() }),
  errors: refusals('NOT_FOUND', 'WRONG_STATUS'),
  transactional: true,
  async run(context, { writeOffId }) {
    const document = await lockWriteOff(context, writeOffId);
    if (document.status === 'cancelled') return { writeOffId };
    expectStatus('the write-off', document.status, ['draft']);
    await context.sql.query(
      "UPDATE erp.write_off SET status = 'cancelled', version = version + 1, updated_at = $2, updated_by = $3 WHERE id = $1",
      [writeOffId, context.now, context.actor.id],
    );
    return { writeOffId };
  },
});
