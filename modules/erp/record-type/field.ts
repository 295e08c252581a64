import type { LocalizedText } from '../../../engine/port/module-contract.ts';
import type { RecordField, RecordFieldType } from '../../../engine/port/module.ts';

/** Titles of the fields of this module's records; one name has one title everywhere. */
const FIELD_TITLE = {
  sku: { en: 'Code', es: 'Código', cs: 'Kód', ru: 'Артикул', ka: 'კოდი' },
  name: { en: 'Name', es: 'Nombre', cs: 'Název', ru: 'Название', ka: 'დასახელება' },
  code: { en: 'Code', es: 'Código', cs: 'Kód', ru: 'Код', ka: 'კოდი' },
  kind: { en: 'Kind', es: 'Tipo', cs: 'Druh', ru: 'Вид', ka: 'სახე' },
  type: { en: 'Type', es: 'Tipo', cs: 'Typ', ru: 'Тип', ka: 'ტიპი' },
  stockUom: { en: 'Stock unit', es: 'Unidad', cs: 'Skladová jednotka', ru: 'Единица учёта', ka: 'საზომი ერთეული' },
  quantityStep: { en: 'Quantity step', es: 'Incremento', cs: 'Krok množství', ru: 'Шаг количества', ka: 'რაოდენობის ბიჯი' },
  taxCode: { en: 'Tax', es: 'Impuesto', cs: 'Daň', ru: 'Налог', ka: 'გადასახადი' },
  category: { en: 'Category', es: 'Categoría', cs: 'Kategorie', ru: 'Категория', ka: 'კატეგორია' },
  blocked: { en: 'Blocked', es: 'Bloqueado', cs: 'Blokováno', ru: 'Заблокирован', ka: 'დაბლოკილია' },
  description: { en: 'Description', es: 'Descripción', cs: 'Popis', ru: 'Описание', ka: 'აღწერა' },
  itemId: { en: 'Item', es: 'Artículo', cs: 'Položka', ru: 'Товар', ka: 'საქონელი' },
  locationId: { en: 'Location', es: 'Ubicación', cs: 'Umístění', ru: 'Место хранения', ka: 'ადგილი' },
  onHand: { en: 'On hand', es: 'Existencias', cs: 'Na skladě', ru: 'В наличии', ka: 'მარაგშია' },
  reserved: { en: 'Reserved', es: 'Reservado', cs: 'Rezervováno', ru: 'Зарезервировано', ka: 'დარეზერვებულია' },
  available: { en: 'Available', es: 'Disponible', cs: 'Dostupné', ru: 'Доступно', ka: 'ხელმისაწვდომია' },
  sequence: { en: 'No.', es: 'N.º', cs: 'Č.', ru: '№', ka: '№' },
  documentType: { en: 'Document', es: 'Documento', cs: 'Doklad', ru: 'Документ', ka: 'დოკუმენტი' },
  quantity: { en: 'Quantity', es: 'Cantidad', cs: 'Množství', ru: 'Количество', ka: 'რაოდენობა' },
  fromLocationId: { en: 'From', es: 'Desde', cs: 'Odkud', ru: 'Откуда', ka: 'საიდან' },
  toLocationId: { en: 'To', es: 'Hacia', cs: 'Kam', ru: 'Куда', ka: 'სად' },
  effectiveAt: { en: 'When', es: 'Cuándo', cs: 'Kdy', ru: 'Когда', ka: 'როდის' },
  unitCost: { en: 'Unit cost', es: 'Coste unitario', cs: 'Jednotková cena', ru: 'Себестоимость единицы', ka: 'ერთეულის ღირებულება' },
  value: { en: 'Value', es: 'Valor', cs: 'Hodnota', ru: 'Стоимость', ka: 'ღირებულება' },
  serial: { en: 'Serial number', es: 'N.º de serie', cs: 'Výrobní číslo', ru: 'Серийный номер', ka: 'სერიული ნომერი' },
  currency: { en: 'Currency', es: 'Moneda', cs: 'Měna', ru: 'Валюта', ka: 'ვალუტა' },
  maxDiscountPercent: { en: 'Highest discount, %', es: 'Descuento máximo, %', cs: 'Nejvyšší sleva, %', ru: 'Предел скидки, %', ka: 'მაქს. ფასდაკლება, %' },
  isDefault: { en: 'Default', es: 'Predeterminada', cs: 'Výchozí', ru: 'По умолчанию', ka: 'ნაგულისხმევი' },
  priceListId: { en: 'Price list', es: 'Lista de precios', cs: 'Ceník', ru: 'Прайс-лист', ka: 'ფასების სია' },
  minQuantity: { en: 'From quantity', es: 'Desde cantidad', cs: 'Od množství', ru: 'От количества', ka: 'რაოდენობიდან' },
  unitPrice: { en: 'Unit price', es: 'Precio unitario', cs: 'Jednotková cena', ru: 'Цена за единицу', ka: 'ერთეულის ფასი' },
  validFrom: { en: 'Valid from', es: 'Válido desde', cs: 'Platí od', ru: 'Действует с', ka: 'ძალაშია -დან' },
  validTo: { en: 'Valid to', es: 'Válido hasta', cs: 'Platí do', ru: 'Действует до', ka: 'ძალაშია -მდე' },
  orderNo: { en: 'Order no.', es: 'N.º de pedido', cs: 'Č. objednávky', ru: '№ заказа', ka: 'შეკვეთის №' },
  customerId: { en: 'Customer', es: 'Cliente', cs: 'Zákazník', ru: 'Клиент', ka: 'კლიენტი' },
  counterpartyId: { en: 'Legal entity', es: 'Entidad legal', cs: 'Právní subjekt', ru: 'Юридическое лицо', ka: 'იურიდიული პირი' },
  dealId: { en: 'Deal', es: 'Negocio', cs: 'Obchod', ru: 'Сделка', ka: 'გარიგება' },
  status: { en: 'Status', es: 'Estado', cs: 'Stav', ru: 'Состояние', ka: 'სტატუსი' },
  orderedOn: { en: 'Ordered on', es: 'Fecha del pedido', cs: 'Objednáno', ru: 'Дата заказа', ka: 'შეკვეთის თარიღი' },
  requestedOn: { en: 'Wanted on', es: 'Fecha solicitada', cs: 'Požadováno', ru: 'Желаемая дата', ka: 'სასურველი თარიღი' },
  instalments: { en: 'Instalments', es: 'Plazos', cs: 'Splátky', ru: 'Рассрочка, частей', ka: 'განვადება' },
  net: { en: 'Net', es: 'Neto', cs: 'Základ', ru: 'Без налога', ka: 'გადასახადის გარეშე' },
  tax: { en: 'Tax', es: 'Impuesto', cs: 'Daň', ru: 'Налог', ka: 'გადასახადი' },
  total: { en: 'Total', es: 'Total', cs: 'Celkem', ru: 'Итого', ka: 'სულ' },
  gross: { en: 'Total', es: 'Total', cs: 'Celkem', ru: 'Итого', ka: 'სულ' },
  customerReference: { en: 'Customer reference', es: 'Referencia del cliente', cs: 'Značka zákazníka', ru: 'Номер у клиента', ka: 'კლიენტის ნომერი' },
  note: { en: 'Note', es: 'Nota', cs: 'Poznámka', ru: 'Примечание', ka: 'შენიშვნა' },
  orderId: { en: 'Order', es: 'Pedido', cs: 'Objednávka', ru: 'Заказ', ka: 'შეკვეთა' },
  orderLineId: { en: 'Order line', es: 'Línea de pedido', cs: 'Řádek objednávky', ru: 'Строка заказа', ka: 'შეკვეთის სტრიქონი' },
  position: { en: 'Line', es: 'Línea', cs: 'Řádek', ru: 'Строка', ka: 'სტრიქონი' },
  uom: { en: 'Unit', es: 'Unidad', cs: 'Jednotka', ru: 'Единица', ka: 'ერთეული' },
  discountPercent: { en: 'Discount, %', es: 'Descuento, %', cs: 'Sleva, %', ru: 'Скидка, %', ka: 'ფასდაკლება, %' },
  taxPercent: { en: 'Tax, %', es: 'Impuesto, %', cs: 'Daň, %', ru: 'Налог, %', ka: 'გადასახადი, %' },
  shipped: { en: 'Shipped', es: 'Enviado', cs: 'Odesláno', ru: 'Отгружено', ka: 'გაგზავნილია' },
  invoiced: { en: 'Invoiced', es: 'Facturado', cs: 'Vyfakturováno', ru: 'Выставлено', ka: 'ინვოისში' },
  consumed: { en: 'Consumed', es: 'Consumido', cs: 'Spotřebováno', ru: 'Использовано', ka: 'გამოყენებულია' },
  released: { en: 'Released', es: 'Liberado', cs: 'Uvolněno', ru: 'Снято', ka: 'გათავისუფლებულია' },
  openQuantity: { en: 'Open', es: 'Pendiente', cs: 'Otevřeno', ru: 'Открыто', ka: 'ღია' },
  expiresAt: { en: 'Expires', es: 'Caduca', cs: 'Platí do', ru: 'Истекает', ka: 'ვადა' },
  shipmentNo: { en: 'Shipment no.', es: 'N.º de envío', cs: 'Č. zásilky', ru: '№ отгрузки', ka: 'გზავნილის №' },
  carrier: { en: 'Carrier', es: 'Transportista', cs: 'Dopravce', ru: 'Перевозчик', ka: 'გადამზიდავი' },
  postedAt: { en: 'Posted', es: 'Contabilizado', cs: 'Zaúčtováno', ru: 'Проведено', ka: 'გატარებულია' },
  cost: { en: 'Cost', es: 'Coste', cs: 'Náklad', ru: 'Себестоимость', ka: 'თვითღირებულება' },
  shipmentId: { en: 'Shipment', es: 'Envío', cs: 'Zásilka', ru: 'Отгрузка', ka: 'გზავნილი' },
  picked: { en: 'Picked', es: 'Preparado', cs: 'Vychystáno', ru: 'Подобрано', ka: 'აკრეფილია' },
  writeOffNo: { en: 'Write-off no.', es: 'N.º de baja', cs: 'Č. odpisu', ru: '№ списания', ka: 'ჩამოწერის №' },
  reason: { en: 'Reason', es: 'Motivo', cs: 'Důvod', ru: 'Причина', ka: 'მიზეზი' },
  approvedBy: { en: 'Approved by', es: 'Aprobado por', cs: 'Schválil', ru: 'Утвердил', ka: 'დაამტკიცა' },
  invoiceNo: { en: 'Invoice no.', es: 'N.º de factura', cs: 'Č. faktury', ru: '№ счёта', ka: 'ინვოისის №' },
  paymentStatus: { en: 'Paid', es: 'Pago', cs: 'Úhrada', ru: 'Оплата', ka: 'გადახდა' },
  invoicedOn: { en: 'Invoiced on', es: 'Fecha de factura', cs: 'Vystaveno', ru: 'Дата счёта', ka: 'ინვოისის თარიღი' },
  dueOn: { en: 'Due on', es: 'Vencimiento', cs: 'Splatnost', ru: 'Срок оплаты', ka: 'გადახდის ვადა' },
  invoiceId: { en: 'Invoice', es: 'Factura', cs: 'Faktura', ru: 'Счёт', ka: 'ინვოისი' },
  paymentNo: { en: 'Payment no.', es: 'N.º de cobro', cs: 'Č. platby', ru: '№ платежа', ka: 'გადახდის №' },
  amount: { en: 'Amount', es: 'Importe', cs: 'Částka', ru: 'Сумма', ka: 'თანხა' },
  receivedOn: { en: 'Received on', es: 'Fecha de cobro', cs: 'Přijato', ru: 'Получено', ka: 'მიღების თარიღი' },
  reference: { en: 'Reference', es: 'Referencia', cs: 'Reference', ru: 'Назначение', ka: 'დანიშნულება' },
  allocated: { en: 'Allocated', es: 'Aplicado', cs: 'Spárováno', ru: 'Разнесено', ka: 'განაწილებულია' },
  residual: { en: 'Open', es: 'Pendiente', cs: 'Otevřeno', ru: 'Остаток', ka: 'ნაშთი' },
  createdAt: { en: 'Created', es: 'Creado', cs: 'Vytvořeno', ru: 'Создано', ka: 'შექმნილია' },
} as const satisfies Readonly<Record<string, LocalizedText>>;

export type FieldName = keyof typeof FIELD_TITLE;

/** What a field is beside its name and type; all default to false. */
interface FieldOptions {
  readonly inList?: boolean;
  readonly editable?: boolean;
  readonly required?: boolean;
  readonly reference?: string;
  readonly choices?: readonly { readonly value: string; readonly title: LocalizedText }[];
}

/** Describes a field by its name; the title comes from the dictionary above. */
export function field(name: FieldName, type: RecordFieldType, options: FieldOptions = {}): RecordField {
  return { name, type, title: FIELD_TITLE[name], inList: false, editable: false, required: false, ...options };
}

/** The usual switches of a field. */
export const LISTED = { inList: true } as const;
export const EDITED = { editable: true } as const;
export const LISTED_AND_EDITED = { inList: true, editable: true } as const;
export const REQUIRED = { inList: true, editable: true, required: true } as const;

/** Everybody who works here reads; who writes is said per record type. */
export const READERS = ['employee', 'manager', 'analyst', 'admin'] as const;
