import type { RecordType } from '../../../engine/port/module.ts';
import { Shipment } from '../entity/shipment.ts';
import { LISTED, READERS } from '../../base/index.ts';
import { field } from './field.ts';

const STATUSES = [
  { value: 'draft', title: { en: 'Draft', es: 'Borrador', cs: 'Koncept', ru: 'Черновик', ka: 'მონახაზი' } },
  { value: 'posted', title: { en: 'Posted', es: 'Contabilizado', cs: 'Zaúčtováno', ru: 'Проведён', ka: 'გატარებული' } },
  { value: 'cancelled', title: { en: 'Cancelled', es: 'Cancelado', cs: 'Zrušeno', ru: 'Отменён', ka: 'გაუქმებული' } },
  { value: 'reversed', title: { en: 'Reversed', es: 'Revertido', cs: 'Stornováno', ru: 'Сторнирован', ka: 'სტორნირებული' } },
];

/** How shipments appear in lists, on their page and in the API. */
export const shipmentType: RecordType = {
  name: 'erp.shipment',
  title: { en: 'Shipment', es: 'Envío', cs: 'Zásilka', ru: 'Отгрузка', ka: 'გზავნილი' },
  titlePlural: { en: 'Shipments', es: 'Envíos', cs: 'Zásilky', ru: 'Отгрузки', ka: 'გზავნილები' },
  icon: 'truck-delivery',
  entity: Shipment,
  labelField: 'shipmentNo',
  fields: [
    field('shipmentNo', 'text', LISTED),
    field('orderId', 'reference', { inList: true, reference: 'erp.sales_order' }),
    field('customerId', 'reference', { inList: true, reference: 'crm.customer' }),
    field('status', 'choice', { inList: true, choices: STATUSES }),
    field('carrier', 'text', LISTED),
    field('postedAt', 'dateTime', LISTED),
    field('cost', 'money', LISTED),
    field('createdAt', 'dateTime'),
  ],
  searchFields: ['shipmentNo', 'carrier'],
  defaultSort: { field: 'createdAt', descending: true },
  related: [
    {
      type: 'erp.shipment_line',
      byField: 'shipmentId',
      title: { en: 'Shipment lines', es: 'Líneas de envío', cs: 'Řádky zásilek', ru: 'Строки отгрузок', ka: 'გზავნილის სტრიქონები' },
    },
    { type: 'erp.invoice', byField: 'shipmentId', title: { en: 'Invoices', es: 'Facturas', cs: 'Faktury', ru: 'Счета', ka: 'ინვოისები' } },
  ],
  processes: [],
  permissions: { read: READERS, create: [], edit: [] },
};
