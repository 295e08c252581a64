import { z } from 'zod';
import { expectStatus, findOne } from './shared/context.ts';
import { defineErpOperation } from './shared/define.ts';
import { refusals } from './shared/refusal.ts';
import { lockShipment } from './shared/shipment.ts';

/** `erp.shipment.cancel`: drops a draft shipment; its reservations stay with the order. */
export const shipmentCancel = defineErpOperation({
  topic: 'erp.shipment.cancel',
  title: { en: 'Cancel shipment', es: 'Cancelar envío', cs: 'Zrušit zásilku', ru: 'Отменить отгрузку', ka: 'გზავნილის გაუქმება' },
  description: {
    en: 'Cancels a shipment that has not been posted. A posted one comes back by a return only.',
    es: 'Cancela un envío no contabilizado. Uno contabilizado solo vuelve mediante una devolución.',
    cs: 'Zruší nezaúčtovanou zásilku. Zaúčtovaná se vrací jen vratkou.',
    ru: 'Отменяет непроведённую отгрузку. Проведённую возвращает только возврат.',
    ka: 'აუქმებს გაუტარებელ გზავნილს. გატარებული მხოლოდ დაბრუნებით ბრუნდება.',
  },
  icon: 'package-off',
  input: z.object({ shipmentId: z.uuid() }),
  output: z.object({ shipmentId: z.uuid() }),
  errors: refusals('NOT_FOUND', 'WRONG_STATUS'),
  transactional: true,
  async run(context, { shipmentId }) {
    const shipment = await lockShipment(context, shipmentId);
    if (shipment.status === 'cancelled') return { shipmentId };
    expectStatus('the shipment', shipment.status, ['draft']);
    await findOne(
      context.sql,
      'shipment',
      shipmentId,
      "UPDATE erp.shipment SET status = 'cancelled', version = version + 1, updated_at = $2, updated_by = $3 WHERE id = $1 RETURNING id",
      [shipmentId, context.now, context.actor.id],
    );
    return { shipmentId };
  },
});
