import type { RecordType } from '../../../engine/port/module.ts';
import { Location } from '../entity/location.ts';
import { LISTED, LISTED_AND_EDITED, READERS } from '../../base/index.ts';
import { field } from './field.ts';

const KINDS = [
  { value: 'internal', title: { en: 'Own', es: 'Propia', cs: 'Vlastní', ru: 'Свой склад', ka: 'საკუთარი' } },
  { value: 'supplier', title: { en: 'Supplier', es: 'Proveedor', cs: 'Dodavatel', ru: 'Поставщик', ka: 'მომწოდებელი' } },
  { value: 'customer', title: { en: 'Customer', es: 'Cliente', cs: 'Zákazník', ru: 'Клиент', ka: 'კლიენტი' } },
  { value: 'production', title: { en: 'Production', es: 'Producción', cs: 'Výroba', ru: 'Производство', ka: 'წარმოება' } },
  { value: 'loss', title: { en: 'Loss', es: 'Pérdida', cs: 'Ztráta', ru: 'Недостача', ka: 'დანაკლისი' } },
  { value: 'scrap', title: { en: 'Scrap', es: 'Desecho', cs: 'Odpad', ru: 'Брак', ka: 'ჯართი' } },
  { value: 'transit', title: { en: 'In transit', es: 'En tránsito', cs: 'Na cestě', ru: 'В пути', ka: 'გზაში' } },
];

/** How locations appear in lists, on their page and in the API. */
export const locationType: RecordType = {
  name: 'erp.location',
  title: { en: 'Location', es: 'Ubicación', cs: 'Umístění', ru: 'Место хранения', ka: 'ადგილი' },
  titlePlural: { en: 'Locations', es: 'Ubicaciones', cs: 'Umístění', ru: 'Места хранения', ka: 'ადგილები' },
  icon: 'map-pin',
  entity: Location,
  labelField: 'name',
  fields: [
    field('code', 'text', LISTED),
    field('name', 'text', LISTED_AND_EDITED),
    field('kind', 'choice', { inList: true, choices: KINDS }),
  ],
  searchFields: ['code', 'name'],
  defaultSort: { field: 'code', descending: false },
  related: [
    {
      type: 'erp.stock_balance',
      byField: 'locationId',
      title: { en: 'Stock', es: 'Existencias', cs: 'Sklad', ru: 'Остатки', ka: 'მარაგი' },
    },
  ],
  processes: [],
  inMenu: false,
  permissions: { read: READERS, create: [], edit: ['warehouse', 'manager', 'admin'] },
};
