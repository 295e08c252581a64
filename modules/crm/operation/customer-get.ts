import { z } from 'zod';
import { BusinessError, defineOperation } from '../../../engine/port/module-contract.ts';
import { customerTerms } from '../customer-terms.ts';
import { refusals } from './shared/refusal.ts';

/** `crm.customer.get`: the card of a customer with the legal entity that buys today. */
export const customerGet = defineOperation({
  topic: 'crm.customer.get',
  title: {
    en: 'Get customer card',
    es: 'Obtener ficha del cliente',
    cs: 'Načíst kartu zákazníka',
    ru: 'Получить карточку клиента',
    ka: 'კლიენტის ბარათის მიღება',
  },
  description: {
    en: 'Reads the customer, the legal entity behind it, its price list, credit limit and currency.',
    es: 'Lee el cliente, su entidad legal, lista de precios, límite de crédito y moneda.',
    cs: 'Načte zákazníka, jeho právní subjekt, ceník, úvěrový limit a měnu.',
    ru: 'Читает клиента, его юридическое лицо, прайс-лист, кредитный лимит и валюту.',
    ka: 'კითხულობს კლიენტს, მის იურიდიულ პირს, ფასების სიას, საკრედიტო ლიმიტს და ვალუტას.',
  },
  icon: 'address-book',
  input: z.object({ customerId: z.uuid() }),
  output: z.object({
    customer: z.object({
      id: z.uuid(),
      name: z.string(),
      kind: z.string(),
      status: z.string(),
      email: z.string().nullable(),
      language: z.string(),
    }),
    counterparty: z.object({ id: z.uuid(), legalName: z.string(), taxId: z.string(), country: z.string() }).nullable(),
    priceListId: z.uuid().nullable(),
    creditLimit: z.string().nullable(),
    currency: z.string(),
  }),
  errors: refusals('NOT_FOUND', 'FIELD_REQUIRED'),
  transactional: true,
  async run(context, { customerId }) {
    const terms = await customerTerms(context.sql, customerId, context.now.slice(0, 10));
    if (terms.kind === 'b2b' && terms.counterparty === null) {
      throw new BusinessError(
        'FIELD_REQUIRED',
        `Expected a legal entity for the business customer ${terms.name}, but none is linked today`,
        { field: 'counterparty' },
      );
    }
    const { id, name, kind, status, email, language, counterparty, priceListId, creditLimit, currency } = terms;
    const party =
      counterparty === null
        ? null
        : { id: counterparty.id, legalName: counterparty.legalName, taxId: counterparty.taxId, country: counterparty.country };
    return { customer: { id, name, kind, status, email, language }, counterparty: party, priceListId, creditLimit, currency };
  },
});
