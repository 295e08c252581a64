import type { RecordType } from '../../../engine/port/module.ts';
import { Price } from '../entity/price.ts';
import { LISTED_AND_EDITED, READERS, REQUIRED } from '../../base/index.ts';
import { field } from './field.ts';

/** How prices appear in lists, on their page and in the API. */
export const priceType: RecordType = {
  name: 'erp.price',
  title: { en: 'Price', es: 'Precio', cs: 'Cena', ru: 'Цена', ka: 'ფასი' },
  titlePlural: { en: 'Prices', es: 'Precios', cs: 'Ceny', ru: 'Цены', ka: 'ფასები' },
  icon: 'tag',
  entity: Price,
  labelField: 'id',
  fields: [
    field('priceListId', 'reference', { ...REQUIRED, reference: 'erp.price_list' }),
    field('itemId', 'reference', { ...REQUIRED, reference: 'erp.item' }),
    field('minQuantity', 'quantity', LISTED_AND_EDITED),
    field('unitPrice', 'decimal', REQUIRED),
    field('validFrom', 'date', LISTED_AND_EDITED),
    field('validTo', 'date', LISTED_AND_EDITED),
  ],
  searchFields: [],
  defaultSort: { field: 'itemId', descending: false },
  related: [],
  processes: [],
  permissions: { read: READERS, create: ['finance', 'sales', 'manager', 'admin'], edit: ['finance', 'manager', 'admin'] },
};
