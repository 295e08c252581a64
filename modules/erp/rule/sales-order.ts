import { BusinessError } from '../../../engine/port/module-contract.ts';
import type { RecordRules, RecordSave, RecordValues } from '../../../engine/port/module.ts';
import { customerTerms } from '../../crm/index.ts';

/** Rules of saving a sales order: a draft takes the customer's currency, and what is no draft any more does not change. */
export const salesOrderRules: RecordRules = {
  async prepare(save: RecordSave, values: RecordValues, current: RecordValues | null): Promise<RecordValues> {
    if (current !== null && current['status'] !== 'draft') {
      throw new BusinessError('WRONG_STATUS', `Expected a draft order to change, but it is ${String(current['status'])}`, {
        field: 'status',
      });
    }
    const customerId = values['customerId'] ?? current?.['customerId'];
    if (typeof customerId !== 'string')
      throw new BusinessError('NOT_FOUND', 'Expected a customer, but there is none', { field: 'customerId' });
    const terms = await customerTerms(save.sql, customerId, save.now.slice(0, 10));
    if (terms.status === 'blocked')
      throw new BusinessError('WRONG_STATUS', `Expected a customer who may buy, but ${terms.name} is blocked`, { field: 'customerId' });
    if (current !== null) {
      if (current['currency'] !== terms.currency) {
        throw new BusinessError(
          'CURRENCY_MISMATCH',
          `Expected a customer who buys in ${String(current['currency'])}, but ${terms.name} buys in ${terms.currency}`,
          { field: 'customerId' },
        );
      }
      return values;
    }
    return {
      orderedOn: save.now.slice(0, 10),
      ...values,
      status: 'draft',
      currency: terms.currency,
      counterpartyId: terms.counterparty?.id ?? null,
    };
  },
};
