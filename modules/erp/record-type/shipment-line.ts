import type { RecordType } from '../../../engine/port/module.ts';
import { ShipmentLine } from '../entity/shipment-line.ts';
import { LISTED, READERS } from '../../base/index.ts';
import { field } from './field.ts';

/** How shipment lines appear in lists, on their page and in the API. */
export const shipmentLineType: RecordType = {
  name: 'erp.shipment_line',
  title: { en: 'Shipment line', es: 'Línea de envío', cs: 'Řádek zásilky', ru: 'Строка отгрузки', ka: 'გზავნილის სტრიქონი' },
  titlePlural: { en: 'Shipment lines', es: 'Líneas de envío', cs: 'Řádky zásilek', ru: 'Строки отгрузок', ka: 'გზავნილის სტრიქონები' },
  icon: 'list',
  entity: ShipmentLine,
  labelField: 'id',
  fields: [
    field('shipmentId', 'reference', { inList: true, reference: 'erp.shipment' }),
    field('itemId', 'reference', { inList: true, reference: 'erp.item' }),
    field('locationId', 'reference', { inList: true, reference: 'erp.location' }),
    field('orderLineId', 'reference', { reference: 'erp.sales_order_line' }),
    field('quantity', 'quantity', LISTED),
    field('picked', 'quantity', LISTED),
    field('createdAt', 'dateTime'),
  ],
  searchFields: [],
  defaultSort: { field: 'createdAt', descending: true },
  related: [],
  processes: [],
  inMenu: false,
  permissions: { read: READERS, create: [], edit: [] },
};
