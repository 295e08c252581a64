import type { RecordType } from '../../../engine/port/module.ts';
import { SalesOrder } from '../entity/sales-order.ts';
import { salesOrderRules } from '../rule/sales-order.ts';
import { EDITED, LISTED, LISTED_AND_EDITED, READERS, REQUIRED } from '../../base/index.ts';
import { field } from './field.ts';

const STATUSES = [
  { value: 'draft', title: { en: 'Draft', es: 'Borrador', cs: 'Koncept', ru: 'Черновик', ka: 'მონახაზი' } },
  { value: 'confirmed', title: { en: 'Confirmed', es: 'Confirmado', cs: 'Potvrzeno', ru: 'Подтверждён', ka: 'დადასტურებული' } },
  { value: 'done', title: { en: 'Done', es: 'Completado', cs: 'Hotovo', ru: 'Выполнен', ka: 'შესრულებული' } },
  { value: 'cancelled', title: { en: 'Cancelled', es: 'Cancelado', cs: 'Zrušeno', ru: 'Отменён', ka: 'გაუქმებული' } },
];

/** How sales orders appear in lists, on their page and in the API. */
export const salesOrderType: RecordType = {
  name: 'erp.sales_order',
  title: { en: 'Sales order', es: 'Pedido', cs: 'Objednávka', ru: 'Заказ', ka: 'შეკვეთა' },
  titlePlural: { en: 'Sales orders', es: 'Pedidos', cs: 'Objednávky', ru: 'Заказы', ka: 'შეკვეთები' },
  icon: 'shopping-cart',
  entity: SalesOrder,
  labelField: 'orderNo',
  fields: [
    field('orderNo', 'text', LISTED),
    field('customerId', 'reference', { ...REQUIRED, reference: 'crm.customer' }),
    field('counterpartyId', 'reference', { reference: 'crm.counterparty' }),
    field('dealId', 'reference', { editable: true, reference: 'crm.deal' }),
    field('status', 'choice', { inList: true, choices: STATUSES }),
    field('orderedOn', 'date', LISTED_AND_EDITED),
    field('requestedOn', 'date', EDITED),
    field('currency', 'text', LISTED),
    field('instalments', 'integer', EDITED),
    field('net', 'money'),
    field('tax', 'money'),
    field('total', 'money', LISTED),
    field('customerReference', 'text', EDITED),
    field('note', 'longText', EDITED),
    field('createdAt', 'dateTime'),
  ],
  searchFields: ['orderNo', 'customerReference', 'note'],
  defaultSort: { field: 'createdAt', descending: true },
  related: [
    {
      type: 'erp.sales_order_line',
      byField: 'orderId',
      title: { en: 'Order lines', es: 'Líneas de pedido', cs: 'Řádky objednávek', ru: 'Строки заказов', ka: 'შეკვეთის სტრიქონები' },
    },
    { type: 'erp.shipment', byField: 'orderId', title: { en: 'Shipments', es: 'Envíos', cs: 'Zásilky', ru: 'Отгрузки', ka: 'გზავნილები' } },
    { type: 'erp.invoice', byField: 'orderId', title: { en: 'Invoices', es: 'Facturas', cs: 'Faktury', ru: 'Счета', ka: 'ინვოისები' } },
    {
      type: 'erp.reservation',
      byField: 'orderId',
      title: { en: 'Reservations', es: 'Reservas', cs: 'Rezervace', ru: 'Резервы', ka: 'რეზერვები' },
    },
  ],
  processes: [
    { processId: 'order-to-cash', variable: 'orderId' },
    { processId: 'order-cancellation', variable: 'orderId' },
  ],
  permissions: { read: READERS, create: ['sales', 'manager', 'admin'], edit: ['sales', 'manager', 'admin'] },
  rules: salesOrderRules,
};
