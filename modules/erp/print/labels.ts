/** Words on a printed invoice. */
export interface InvoiceLabels {
  readonly invoice: string;
  readonly seller: string;
  readonly buyer: string;
  readonly taxId: string;
  readonly order: string;
  readonly date: string;
  readonly due: string;
  readonly item: string;
  readonly quantity: string;
  readonly price: string;
  readonly discount: string;
  readonly net: string;
  readonly tax: string;
  readonly total: string;
  readonly account: string;
  readonly instalments: string;
  readonly page: string;
}

/** By language of the buyer; another language gets English. */
export const INVOICE_LABELS: Readonly<Record<string, InvoiceLabels>> & { readonly en: InvoiceLabels } = {
  en: {
    invoice: 'Invoice',
    seller: 'Seller',
    buyer: 'Buyer',
    taxId: 'Tax number',
    order: 'Order',
    date: 'Date',
    due: 'Due',
    item: 'Item',
    quantity: 'Quantity',
    price: 'Unit price',
    discount: 'Disc. %',
    net: 'Net',
    tax: 'Tax',
    total: 'Total',
    account: 'Bank account',
    instalments: 'Instalments',
    page: 'Page',
  },
  es: {
    invoice: 'Factura',
    seller: 'Vendedor',
    buyer: 'Comprador',
    taxId: 'NIF',
    order: 'Pedido',
    date: 'Fecha',
    due: 'Vencimiento',
    item: 'Artículo',
    quantity: 'Cantidad',
    price: 'Precio',
    discount: 'Dto. %',
    net: 'Neto',
    tax: 'Impuesto',
    total: 'Total',
    account: 'Cuenta bancaria',
    instalments: 'Plazos',
    page: 'Página',
  },
  cs: {
    invoice: 'Faktura',
    seller: 'Dodavatel',
    buyer: 'Odběratel',
    taxId: 'DIČ',
    order: 'Objednávka',
    date: 'Datum',
    due: 'Splatnost',
    item: 'Položka',
    quantity: 'Množství',
    price: 'Cena',
    discount: 'Sleva %',
    net: 'Základ',
    tax: 'Daň',
    total: 'Celkem',
    account: 'Bankovní účet',
    instalments: 'Splátky',
    page: 'Strana',
  },
  ru: {
    invoice: 'Счёт-фактура',
    seller: 'Продавец',
    buyer: 'Покупатель',
    taxId: 'ИНН',
    order: 'Заказ',
    date: 'Дата',
    due: 'Оплатить до',
    item: 'Товар',
    quantity: 'Количество',
    price: 'Цена',
    discount: 'Скидка %',
    net: 'Без налога',
    tax: 'Налог',
    total: 'Итого',
    account: 'Банковский счёт',
    instalments: 'Рассрочка',
    page: 'Страница',
  },
  ka: {
    invoice: 'ინვოისი',
    seller: 'გამყიდველი',
    buyer: 'მყიდველი',
    taxId: 'ს/ნ',
    order: 'შეკვეთა',
    date: 'თარიღი',
    due: 'გადახდის ვადა',
    item: 'საქონელი',
    quantity: 'რაოდენობა',
    price: 'ფასი',
    discount: 'ფასდ. %',
    net: 'გად. გარეშე',
    tax: 'გადასახადი',
    total: 'სულ',
    account: 'საბანკო ანგარიში',
    instalments: 'განვადება',
    page: 'გვერდი',
  },
};
