import { findOne, type DocumentContext } from './context.ts';

export interface LockedShipment {
  readonly status: string;
  readonly order_id: string;
}

/** Locks the order of a shipment, then the shipment: documents are locked from the order downwards everywhere. */
export async function lockShipment(context: DocumentContext, shipmentId: string): Promise<LockedShipment> {
  await findOne(
    context.sql,
    'shipment',
    shipmentId,
    'SELECT id FROM erp.sales_order WHERE id = (SELECT order_id FROM erp.shipment WHERE id = $1::uuid) FOR UPDATE',
  );
  return findOne<LockedShipment>(
    context.sql,
    'shipment',
    shipmentId,
    'SELECT status, order_id FROM erp.shipment WHERE id = $1::uuid FOR UPDATE',
  );
}
