import type { RecordType } from '../../../engine/port/module.ts';
import { Reservation } from '../entity/reservation.ts';
import { LISTED, READERS } from '../../base/index.ts';
import { field } from './field.ts';

/** How reservations appear in lists, on their page and in the API. */
export const reservationType: RecordType = {
  name: 'erp.reservation',
  title: { en: 'Reservation', es: 'Reserva', cs: 'Rezervace', ru: 'Резерв', ka: 'რეზერვი' },
  titlePlural: { en: 'Reservations', es: 'Reservas', cs: 'Rezervace', ru: 'Резервы', ka: 'რეზერვები' },
  icon: 'lock',
  entity: Reservation,
  labelField: 'id',
  fields: [
    field('orderId', 'reference', { inList: true, reference: 'erp.sales_order' }),
    field('itemId', 'reference', { inList: true, reference: 'erp.item' }),
    field('locationId', 'reference', { inList: true, reference: 'erp.location' }),
    field('orderLineId', 'reference', { reference: 'erp.sales_order_line' }),
    field('quantity', 'quantity', LISTED),
    field('consumed', 'quantity', LISTED),
    field('released', 'quantity', LISTED),
    field('openQuantity', 'quantity', LISTED),
    field('expiresAt', 'dateTime', LISTED),
    field('createdAt', 'dateTime'),
  ],
  searchFields: [],
  defaultSort: { field: 'createdAt', descending: true },
  related: [],
  processes: [],
  permissions: { read: READERS, create: [], edit: [] },
};
