import { BusinessError, type SqlExecutor } from '../../engine/port/module-contract.ts';
import type { JsonObject } from '../../engine/model/index.ts';

/** What selling to a customer depends on. Amounts are decimal texts; a missing credit limit means no limit. */
export interface CustomerTerms {
  readonly id: string;
  readonly name: string;
  readonly kind: string;
  readonly status: string;
  readonly email: string | null;
  readonly language: string;
  readonly country: string;
  readonly currency: string;
  readonly priceListId: string | null;
  readonly creditLimit: string | null;
  readonly paymentDays: number;
  readonly mailOptOut: boolean;
  /** The legal entity that buys on the given day, with its address as it is now. */
  readonly counterparty: CounterpartyCard | null;
}

export interface CounterpartyCard extends JsonObject {
  readonly id: string;
  readonly legalName: string;
  readonly taxId: string;
  readonly country: string;
  readonly street: string | null;
  readonly city: string | null;
  readonly postalCode: string | null;
}

const SELECT_TERMS = `
  SELECT customer.id, customer.name, customer.kind, customer.status, customer.email, customer.language, customer.country, customer.currency,
         customer.price_list_id AS "priceListId", round(customer.credit_limit, 2)::text AS "creditLimit", customer.payment_days AS "paymentDays",
         customer.mail_opt_out AS "mailOptOut",
         (SELECT jsonb_build_object('id', party.id, 'legalName', party.legal_name, 'taxId', party.tax_id, 'country', party.country,
                                    'street', party.street, 'city', party.city, 'postalCode', party.postal_code)
            FROM crm.customer_counterparty link JOIN crm.counterparty party ON party.id = link.counterparty_id
           WHERE link.customer_id = customer.id AND $2::date <@ daterange(link.valid_from, link.valid_to, '[]')
           ORDER BY link.created_at, link.id LIMIT 1) AS counterparty
    FROM crm.customer WHERE customer.id = $1::uuid`;

/**
 * Reads the terms of a customer on a day. With `lock`, the customer's row stays locked to the end of the transaction, so that two orders
 * cannot use the same credit at once. Refuses with NOT_FOUND.
 */
export async function customerTerms(sql: SqlExecutor, customerId: string, day: string, lock = false): Promise<CustomerTerms> {
  const { rows } = await sql.query<CustomerTerms>(lock ? `${SELECT_TERMS} FOR NO KEY UPDATE OF customer` : SELECT_TERMS, [customerId, day]);
  const terms = rows[0];
  if (terms === undefined) throw new BusinessError('NOT_FOUND', `Expected customer ${customerId}, but there is none`, { customerId });
  return terms;
}
