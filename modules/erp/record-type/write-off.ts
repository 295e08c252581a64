import type { RecordType } from '../../../engine/port/module.ts';
import { WriteOff } from '../entity/write-off.ts';
import { LISTED, READERS } from '../../base/index.ts';
import { field } from './field.ts';

const STATUSES = [
  { value: 'draft', title: { en: 'Draft', es: 'Borrador', cs: 'Koncept', ru: 'Черновик', ka: 'მონახაზი' } },
  { value: 'posted', title: { en: 'Posted', es: 'Contabilizado', cs: 'Zaúčtováno', ru: 'Проведён', ka: 'გატარებული' } },
  { value: 'cancelled', title: { en: 'Cancelled', es: 'Cancelado', cs: 'Zrušeno', ru: 'Отменён', ka: 'გაუქმებული' } },
  { value: 'reversed', title: { en: 'Reversed', es: 'Revertido', cs: 'Stornováno', ru: 'Сторнирован', ka: 'სტორნირებული' } },
];

/** How write-offs appear in lists, on their page and in the API. */
export const writeOffType: RecordType = {
  name: 'erp.write_off',
  title: { en: 'Write-off', es: 'Baja', cs: 'Odpis', ru: 'Списание', ka: 'ჩამოწერა' },
  titlePlural: { en: 'Write-offs', es: 'Bajas', cs: 'Odpisy', ru: 'Списания', ka: 'ჩამოწერები' },
  icon: 'trash',
  entity: WriteOff,
  labelField: 'writeOffNo',
  fields: [
    field('writeOffNo', 'text', LISTED),
    field('itemId', 'reference', { inList: true, reference: 'erp.item' }),
    field('locationId', 'reference', { inList: true, reference: 'erp.location' }),
    field('quantity', 'quantity', LISTED),
    field('reason', 'text', LISTED),
    field('note', 'longText'),
    field('value', 'money', LISTED),
    field('cost', 'money', LISTED),
    field('approvedBy', 'text'),
    field('status', 'choice', { inList: true, choices: STATUSES }),
    field('postedAt', 'dateTime', LISTED),
    field('createdAt', 'dateTime'),
  ],
  searchFields: ['writeOffNo', 'reason', 'note'],
  defaultSort: { field: 'createdAt', descending: true },
  related: [],
  processes: [],
  permissions: { read: READERS, create: [], edit: [] },
};
