import { z } from 'zod';
import { lockBalances, postEntry } from './shared/balance.ts';
import { expectStatus } from './shared/context.ts';
import { defineErpOperation } from './shared/define.ts';
import { VIRTUAL_LOCATION } from './shared/location.ts';
import { refusals } from './shared/refusal.ts';
import { lockWriteOff } from './shared/write-off.ts';

/** `erp.writeoff.reverse`: brings written-off goods back by a new move at the value they left with; the act keeps its number. */
export const writeoffReverse = defineErpOperation({
  topic: 'erp.writeoff.reverse',
  title: { en: 'Reverse write-off', es: 'Revertir baja', cs: 'Stornovat odpis', ru: 'Сторнировать списание', ka: 'ჩამოწერის სტორნირება' },
  description: {
    en: 'Puts the goods back into the place they were written off from, in an open period.',
    es: 'Devuelve los bienes a su lugar, en un período abierto.',
    cs: 'Vrátí zboží na místo, odkud bylo odepsáno, v otevřeném období.',
    ru: 'Возвращает товар на место, откуда он списан, в открытом периоде.',
    ka: 'აბრუნებს საქონელს ადგილზე, საიდანაც ჩამოიწერა, ღია პერიოდში.',
  },
  icon: 'arrow-back-up',
  input: z.object({ writeOffId: z.uuid() }),
  output: z.object({ writeOffId: z.uuid(), moveId: z.uuid() }),
  errors: refusals('PERIOD_CLOSED', 'NOT_FOUND', 'WRONG_STATUS'),
  transactional: true,
  async run(context, { writeOffId }) {
    const document = await lockWriteOff(context, writeOffId);
    expectStatus('the write-off', document.status, ['posted']);
    if (document.move_id === null) throw new Error(`Expected the posted write-off ${writeOffId} to have a move, but it has none`);
    await lockBalances(context.sql, [document.item_id]);
    const move = await postEntry(
      context,
      { type: 'write_off', id: writeOffId },
      { itemId: document.item_id, fromLocationId: VIRTUAL_LOCATION.scrap, toLocationId: document.location_id, quantity: document.quantity },
      { reversalOf: document.move_id },
    );
    await context.sql.query(
      "UPDATE erp.write_off SET status = 'reversed', reversal_move_id = $2, reversed_at = $3, version = version + 1, updated_at = $3, updated_by = $4 WHERE id = $1",
      [writeOffId, move.id, context.now, context.actor.id],
    );
    return { writeOffId, moveId: move.id };
  },
});
