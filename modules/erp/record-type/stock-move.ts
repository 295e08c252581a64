import type { RecordType } from '../../../engine/port/module.ts';
import { StockMove } from '../entity/stock-move.ts';
import { LISTED, READERS } from '../../base/index.ts';
import { field } from './field.ts';

const DOCUMENT_TYPES = [
  { value: 'receipt', title: { en: 'Receipt', es: 'Entrada', cs: 'Příjem', ru: 'Поступление', ka: 'მიღება' } },
  { value: 'shipment', title: { en: 'Shipment', es: 'Envío', cs: 'Zásilka', ru: 'Отгрузка', ka: 'გზავნილი' } },
  { value: 'write_off', title: { en: 'Write-off', es: 'Baja', cs: 'Odpis', ru: 'Списание', ka: 'ჩამოწერა' } },
  { value: 'transfer', title: { en: 'Transfer', es: 'Traslado', cs: 'Převod', ru: 'Перемещение', ka: 'გადაადგილება' } },
];

/** How stock moves appear in lists, on their page and in the API. */
export const stockMoveType: RecordType = {
  name: 'erp.stock_move',
  title: { en: 'Stock move', es: 'Movimiento', cs: 'Skladový pohyb', ru: 'Движение', ka: 'მოძრაობა' },
  titlePlural: { en: 'Stock moves', es: 'Movimientos', cs: 'Skladové pohyby', ru: 'Движения', ka: 'მოძრაობები' },
  icon: 'arrows-exchange',
  entity: StockMove,
  labelField: 'sequence',
  fields: [
    field('sequence', 'integer', LISTED),
    field('effectiveAt', 'dateTime', LISTED),
    field('documentType', 'choice', { inList: true, choices: DOCUMENT_TYPES }),
    field('itemId', 'reference', { inList: true, reference: 'erp.item' }),
    field('quantity', 'quantity', LISTED),
    field('fromLocationId', 'reference', { inList: true, reference: 'erp.location' }),
    field('toLocationId', 'reference', { inList: true, reference: 'erp.location' }),
    field('serial', 'text'),
    field('unitCost', 'decimal'),
    field('value', 'money', LISTED),
  ],
  searchFields: [],
  defaultSort: { field: 'sequence', descending: true },
  related: [],
  processes: [],
  permissions: { read: READERS, create: [], edit: [] },
};
