import type { RecordType } from '../../../engine/port/module.ts';
import { Item } from '../entity/item.ts';
import { EDITED, LISTED_AND_EDITED, READERS, REQUIRED } from '../../base/index.ts';
import { field } from './field.ts';

const TYPES = [
  { value: 'stock', title: { en: 'Goods', es: 'Bienes', cs: 'Zboží', ru: 'Товар', ka: 'საქონელი' } },
  { value: 'service', title: { en: 'Service', es: 'Servicio', cs: 'Služba', ru: 'Услуга', ka: 'მომსახურება' } },
];

/** How items appear in lists, on their page and in the API. */
export const itemType: RecordType = {
  name: 'erp.item',
  title: { en: 'Item', es: 'Artículo', cs: 'Položka', ru: 'Товар', ka: 'საქონელი' },
  titlePlural: { en: 'Items', es: 'Artículos', cs: 'Položky', ru: 'Товары', ka: 'საქონელი' },
  icon: 'box',
  entity: Item,
  labelField: 'name',
  fields: [
    field('sku', 'text', REQUIRED),
    field('name', 'text', REQUIRED),
    field('type', 'choice', { editable: true, choices: TYPES }),
    field('stockUom', 'text', REQUIRED),
    field('quantityStep', 'quantity', LISTED_AND_EDITED),
    field('taxCode', 'text', EDITED),
    field('category', 'text', LISTED_AND_EDITED),
    field('blocked', 'boolean', LISTED_AND_EDITED),
    field('description', 'longText', EDITED),
  ],
  searchFields: ['sku', 'name', 'category'],
  defaultSort: { field: 'sku', descending: false },
  related: [
    { type: 'erp.stock_balance', byField: 'itemId', title: { en: 'Stock', es: 'Existencias', cs: 'Sklad', ru: 'Остатки', ka: 'მარაგი' } },
    { type: 'erp.price', byField: 'itemId', title: { en: 'Prices', es: 'Precios', cs: 'Ceny', ru: 'Цены', ka: 'ფასები' } },
    {
      type: 'erp.stock_move',
      byField: 'itemId',
      title: { en: 'Stock moves', es: 'Movimientos', cs: 'Skladové pohyby', ru: 'Движения', ka: 'მოძრაობები' },
    },
    {
      type: 'erp.reservation',
      byField: 'itemId',
      title: { en: 'Reservations', es: 'Reservas', cs: 'Rezervace', ru: 'Резервы', ka: 'რეზერვები' },
    },
    { type: 'erp.write_off', byField: 'itemId', title: { en: 'Write-offs', es: 'Bajas', cs: 'Odpisy', ru: 'Списания', ka: 'ჩამოწერები' } },
  ],
  processes: [
    { processId: 'stock-write-off', variable: 'itemId' },
    { processId: 'goods-receipt', variable: 'itemId' },
  ],
  permissions: { read: READERS, create: ['sales', 'warehouse', 'manager', 'admin'], edit: ['sales', 'warehouse', 'manager', 'admin'] },
};
