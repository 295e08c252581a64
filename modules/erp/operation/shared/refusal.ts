import type { LocalizedText } from '../../../../engine/port/module-contract.ts';
import { declareRefusals } from '../../../base/index.ts';

/** Every business refusal of the ERP with its title; an operation declares the ones it may raise. */
export const REFUSAL_TITLE = {
  CREDIT_LIMIT: {
    en: 'Credit limit exceeded',
    es: 'Límite de crédito superado',
    cs: 'Překročen úvěrový limit',
    ru: 'Превышен кредитный лимит',
    ka: 'საკრედიტო ლიმიტი გადაჭარბებულია',
  },
  CURRENCY_MISMATCH: {
    en: 'Currencies differ',
    es: 'Las monedas no coinciden',
    cs: 'Měny se liší',
    ru: 'Валюты не совпадают',
    ka: 'ვალუტები განსხვავდება',
  },
  DISCOUNT_OVER_LIMIT: {
    en: 'Discount over the limit',
    es: 'Descuento por encima del límite',
    cs: 'Sleva nad limit',
    ru: 'Скидка выше предела',
    ka: 'ფასდაკლება ლიმიტს აჭარბებს',
  },
  APPROVAL_REQUIRED: {
    en: 'Approval is missing',
    es: 'Falta la aprobación',
    cs: 'Chybí schválení',
    ru: 'Нет утверждения',
    ka: 'დამტკიცება აკლია',
  },
  INEXACT_QTY: {
    en: 'Quantity is not exact',
    es: 'Cantidad inexacta',
    cs: 'Nepřesné množství',
    ru: 'Неточное количество',
    ka: 'რაოდენობა არაზუსტია',
  },
  INSUFFICIENT_STOCK: {
    en: 'Not enough stock',
    es: 'Existencias insuficientes',
    cs: 'Nedostatek zásob',
    ru: 'Недостаточно запаса',
    ka: 'მარაგი საკმარისი არ არის',
  },
  ITEM_BLOCKED: {
    en: 'Item is blocked',
    es: 'Artículo bloqueado',
    cs: 'Položka je blokovaná',
    ru: 'Товар заблокирован',
    ka: 'საქონელი დაბლოკილია',
  },
  NOTHING_TO_INVOICE: {
    en: 'Nothing to invoice',
    es: 'Nada que facturar',
    cs: 'Není co fakturovat',
    ru: 'Нечего выставлять в счёт',
    ka: 'ფაქტურისთვის არაფერია',
  },
  NOT_FOUND: {
    en: 'Record not found',
    es: 'Registro no encontrado',
    cs: 'Záznam nenalezen',
    ru: 'Запись не найдена',
    ka: 'ჩანაწერი ვერ მოიძებნა',
  },
  OVER_ALLOCATION: {
    en: 'More than is open',
    es: 'Más de lo pendiente',
    cs: 'Více než je otevřeno',
    ru: 'Больше открытого остатка',
    ka: 'ღია ნაშთზე მეტი',
  },
  OVER_BILLING: {
    en: 'More than was shipped',
    es: 'Más de lo enviado',
    cs: 'Více než bylo odesláno',
    ru: 'Больше отгруженного',
    ka: 'გაგზავნილზე მეტი',
  },
  OVER_DELIVERY: {
    en: 'More than was ordered',
    es: 'Más de lo pedido',
    cs: 'Více než bylo objednáno',
    ru: 'Больше заказанного',
    ka: 'შეკვეთილზე მეტი',
  },
  PERIOD_CLOSED: { en: 'Period is closed', es: 'Período cerrado', cs: 'Období je uzavřeno', ru: 'Период закрыт', ka: 'პერიოდი დახურულია' },
  PRICE_CHANGED: {
    en: 'Price has changed',
    es: 'El precio ha cambiado',
    cs: 'Cena se změnila',
    ru: 'Цена изменилась',
    ka: 'ფასი შეიცვალა',
  },
  PRICE_MISSING: { en: 'No price', es: 'Sin precio', cs: 'Chybí cena', ru: 'Нет цены', ka: 'ფასი არ არის' },
  REASON_REQUIRED: {
    en: 'Reason is missing',
    es: 'Falta el motivo',
    cs: 'Chybí důvod',
    ru: 'Не указана причина',
    ka: 'მიზეზი მითითებული არ არის',
  },
  RESERVATION_EXPIRED: {
    en: 'Reservation has expired',
    es: 'La reserva ha caducado',
    cs: 'Rezervace vypršela',
    ru: 'Резерв истёк',
    ka: 'რეზერვის ვადა გავიდა',
  },
  RESERVED_STOCK: {
    en: 'Stock is reserved',
    es: 'Existencias reservadas',
    cs: 'Zásoba je rezervovaná',
    ru: 'Запас зарезервирован',
    ka: 'მარაგი დარეზერვებულია',
  },
  TAX_UNDEFINED: {
    en: 'Tax rate is missing',
    es: 'Falta el tipo de impuesto',
    cs: 'Chybí sazba daně',
    ru: 'Не задана ставка налога',
    ka: 'გადასახადის განაკვეთი აკლია',
  },
  UOM_INVALID: { en: 'Unknown unit', es: 'Unidad desconocida', cs: 'Neznámá jednotka', ru: 'Неизвестная единица', ka: 'უცნობი ერთეული' },
  WRONG_STATUS: {
    en: 'Document is in another status',
    es: 'El documento está en otro estado',
    cs: 'Doklad je v jiném stavu',
    ru: 'Документ в другом состоянии',
    ka: 'დოკუმენტი სხვა სტატუსშია',
  },
} as const satisfies Readonly<Record<string, LocalizedText>>;

export type RefusalCode = keyof typeof REFUSAL_TITLE;

/** The declared errors of an operation, with their titles. */
export const refusals = declareRefusals(REFUSAL_TITLE);
