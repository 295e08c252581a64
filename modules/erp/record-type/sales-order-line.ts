import type { RecordType } from '../../../engine/port/module.ts';
import { SalesOrderLine } from '../entity/sales-order-line.ts';
import { salesOrderLineRules } from '../rule/sales-order-line.ts';
import { EDITED, LISTED, LISTED_AND_EDITED, READERS, REQUIRED } from '../../base/index.ts';
import { field } from './field.ts';

/** How order lines appear in lists, on their page and in the API. */
export const salesOrderLineType: RecordType = {
  name: 'erp.sales_order_line',
  title: { en: 'Order line', es: 'Línea de pedido', cs: 'Řádek objednávky', ru: 'Строка заказа', ka: 'შეკვეთის სტრიქონი' },
  titlePlural: { en: 'Order lines', es: 'Líneas de pedido', cs: 'Řádky objednávek', ru: 'Строки заказов', ka: 'შეკვეთის სტრიქონები' },
  icon: 'list',
  entity: SalesOrderLine,
  labelField: 'position',
  fields: [
    field('orderId', 'reference', { ...REQUIRED, reference: 'erp.sales_order' }),
    field('position', 'integer', LISTED),
    field('itemId', 'reference', { ...REQUIRED, reference: 'erp.item' }),
    field('description', 'text', EDITED),
    field('quantity', 'quantity', REQUIRED),
    field('uom', 'text', LISTED_AND_EDITED),
    field('unitPrice', 'decimal', LISTED_AND_EDITED),
    field('discountPercent', 'decimal', LISTED_AND_EDITED),
    field('taxPercent', 'decimal', LISTED),
    field('net', 'money', LISTED),
    field('tax', 'money'),
    field('gross', 'money', LISTED),
    field('reserved', 'quantity', LISTED),
    field('shipped', 'quantity', LISTED),
    field('invoiced', 'quantity', LISTED),
  ],
  searchFields: ['description'],
  defaultSort: { field: 'position', descending: false },
  related: [
    {
      type: 'erp.reservation',
      byField: 'orderLineId',
      title: { en: 'Reservations', es: 'Reservas', cs: 'Rezervace', ru: 'Резервы', ka: 'რეზერვები' },
    },
    {
      type: 'erp.shipment_line',
      byField: 'orderLineId',
      title: { en: 'Shipment lines', es: 'Líneas de envío', cs: 'Řádky zásilek', ru: 'Строки отгрузок', ka: 'გზავნილის სტრიქონები' },
    },
    {
      type: 'erp.invoice_line',
      byField: 'orderLineId',
      title: { en: 'Invoice lines', es: 'Líneas de factura', cs: 'Řádky faktur', ru: 'Строки счетов', ka: 'ინვოისის სტრიქონები' },
    },
  ],
  processes: [],
  inMenu: false,
  permissions: { read: READERS, create: ['sales', 'manager', 'admin'], edit: ['sales', 'manager', 'admin'] },
  rules: salesOrderLineRules,
};
