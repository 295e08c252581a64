import type { RecordType } from '../../../engine/port/module.ts';
import { Invoice } from '../entity/invoice.ts';
import { LISTED, READERS } from '../../base/index.ts';
import { field } from './field.ts';

const STATUSES = [
  { value: 'draft', title: { en: 'Draft', es: 'Borrador', cs: 'Koncept', ru: 'Черновик', ka: 'მონახაზი' } },
  { value: 'posted', title: { en: 'Posted', es: 'Contabilizado', cs: 'Zaúčtováno', ru: 'Проведён', ka: 'გატარებული' } },
  { value: 'cancelled', title: { en: 'Cancelled', es: 'Cancelado', cs: 'Zrušeno', ru: 'Отменён', ka: 'გაუქმებული' } },
  { value: 'reversed', title: { en: 'Reversed', es: 'Revertido', cs: 'Stornováno', ru: 'Сторнирован', ka: 'სტორნირებული' } },
];

const PAYMENT_STATUSES = [
  { value: 'open', title: { en: 'Open', es: 'Pendiente', cs: 'Neuhrazeno', ru: 'Не оплачен', ka: 'გადაუხდელი' } },
  { value: 'partial', title: { en: 'Partly paid', es: 'Parcial', cs: 'Částečně', ru: 'Частично', ka: 'ნაწილობრივ' } },
  { value: 'paid', title: { en: 'Paid', es: 'Pagado', cs: 'Uhrazeno', ru: 'Оплачен', ka: 'გადახდილი' } },
];

/** How invoices appear in lists, on their page and in the API. */
export const invoiceType: RecordType = {
  name: 'erp.invoice',
  title: { en: 'Invoice', es: 'Factura', cs: 'Faktura', ru: 'Счёт', ka: 'ინვოისი' },
  titlePlural: { en: 'Invoices', es: 'Facturas', cs: 'Faktury', ru: 'Счета', ka: 'ინვოისები' },
  icon: 'file-invoice',
  entity: Invoice,
  labelField: 'invoiceNo',
  fields: [
    field('invoiceNo', 'text', LISTED),
    field('customerId', 'reference', { inList: true, reference: 'crm.customer' }),
    field('orderId', 'reference', { inList: true, reference: 'erp.sales_order' }),
    field('shipmentId', 'reference', { reference: 'erp.shipment' }),
    field('status', 'choice', { choices: STATUSES }),
    field('paymentStatus', 'choice', { inList: true, choices: PAYMENT_STATUSES }),
    field('invoicedOn', 'date', LISTED),
    field('dueOn', 'date', LISTED),
    field('currency', 'text', LISTED),
    field('net', 'money'),
    field('tax', 'money'),
    field('total', 'money', LISTED),
    field('postedAt', 'dateTime'),
  ],
  searchFields: ['invoiceNo'],
  defaultSort: { field: 'invoicedOn', descending: true },
  related: [
    {
      type: 'erp.invoice_line',
      byField: 'invoiceId',
      title: { en: 'Invoice lines', es: 'Líneas de factura', cs: 'Řádky faktur', ru: 'Строки счетов', ka: 'ინვოისის სტრიქონები' },
    },
  ],
  processes: [],
  permissions: { read: READERS, create: [], edit: [] },
  printPath: '/api/v1/erp/invoices/:id/pdf',
};
