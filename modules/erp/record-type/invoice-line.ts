import type { RecordType } from '../../../engine/port/module.ts';
import { InvoiceLine } from '../entity/invoice-line.ts';
import { LISTED, READERS } from '../../base/index.ts';
import { field } from './field.ts';

/** How invoice lines appear in lists, on their page and in the API. */
export const invoiceLineType: RecordType = {
  name: 'erp.invoice_line',
  title: { en: 'Invoice line', es: 'Línea de factura', cs: 'Řádek faktury', ru: 'Строка счёта', ka: 'ინვოისის სტრიქონი' },
  titlePlural: { en: 'Invoice lines', es: 'Líneas de factura', cs: 'Řádky faktur', ru: 'Строки счетов', ka: 'ინვოისის სტრიქონები' },
  icon: 'list',
  entity: InvoiceLine,
  labelField: 'description',
  fields: [
    field('invoiceId', 'reference', { reference: 'erp.invoice' }),
    field('position', 'integer', LISTED),
    field('itemId', 'reference', { inList: true, reference: 'erp.item' }),
    field('description', 'text', LISTED),
    field('quantity', 'quantity', LISTED),
    field('uom', 'text', LISTED),
    field('unitPrice', 'decimal', LISTED),
    field('discountPercent', 'decimal', LISTED),
    field('taxPercent', 'decimal', LISTED),
    field('net', 'money', LISTED),
    field('tax', 'money', LISTED),
    field('gross', 'money', LISTED),
    field('orderLineId', 'reference', { reference: 'erp.sales_order_line' }),
  ],
  searchFields: ['description', 'sku'],
  defaultSort: { field: 'position', descending: false },
  related: [],
  processes: [],
  inMenu: false,
  permissions: { read: READERS, create: [], edit: [] },
};
