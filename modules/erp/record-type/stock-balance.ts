import type { RecordType } from '../../../engine/port/module.ts';
import { StockBalance } from '../entity/stock-balance.ts';
import { LISTED, READERS } from '../../base/index.ts';
import { field } from './field.ts';

/** How stock appear in lists, on their page and in the API. */
export const stockBalanceType: RecordType = {
  name: 'erp.stock_balance',
  title: { en: 'Stock balance', es: 'Existencias', cs: 'Stav skladu', ru: 'Остаток', ka: 'ნაშთი' },
  titlePlural: { en: 'Stock', es: 'Existencias', cs: 'Sklad', ru: 'Остатки', ka: 'მარაგი' },
  icon: 'building-warehouse',
  entity: StockBalance,
  labelField: 'id',
  fields: [
    field('itemId', 'reference', { inList: true, reference: 'erp.item' }),
    field('locationId', 'reference', { inList: true, reference: 'erp.location' }),
    field('onHand', 'quantity', LISTED),
    field('reserved', 'quantity', LISTED),
    field('available', 'quantity', LISTED),
  ],
  searchFields: [],
  defaultSort: { field: 'itemId', descending: false },
  related: [],
  processes: [],
  permissions: { read: READERS, create: [], edit: [] },
};
