import type { RecordType } from '../../../engine/port/module.ts';
import { PriceList } from '../entity/price-list.ts';
import { LISTED_AND_EDITED, READERS, REQUIRED } from '../../base/index.ts';
import { field } from './field.ts';

/** How price lists appear in lists, on their page and in the API. */
export const priceListType: RecordType = {
  name: 'erp.price_list',
  title: { en: 'Price list', es: 'Lista de precios', cs: 'Ceník', ru: 'Прайс-лист', ka: 'ფასების სია' },
  titlePlural: { en: 'Price lists', es: 'Listas de precios', cs: 'Ceníky', ru: 'Прайс-листы', ka: 'ფასების სიები' },
  icon: 'list-details',
  entity: PriceList,
  labelField: 'name',
  fields: [
    field('name', 'text', REQUIRED),
    field('currency', 'text', REQUIRED),
    field('maxDiscountPercent', 'decimal', LISTED_AND_EDITED),
    field('isDefault', 'boolean', LISTED_AND_EDITED),
  ],
  searchFields: ['name'],
  defaultSort: { field: 'name', descending: false },
  related: [{ type: 'erp.price', byField: 'priceListId', title: { en: 'Prices', es: 'Precios', cs: 'Ceny', ru: 'Цены', ka: 'ფასები' } }],
  processes: [],
  permissions: { read: READERS, create: ['finance', 'manager', 'admin'], edit: ['finance', 'manager', 'admin'] },
};
