import type { CustomerTerms } from '../../../crm/index.ts';

/** The buyer as printed on a document, whatever happens to the customer later. */
export function partyOf(terms: CustomerTerms): object {
  const party = terms.counterparty;
  return {
    name: party?.legalName ?? terms.name,
    customerName: terms.name,
    taxId: party?.taxId ?? null,
    country: party?.country ?? terms.country,
    street: party?.street ?? null,
    city: party?.city ?? null,
    postalCode: party?.postalCode ?? null,
    language: terms.language,
  };
}
