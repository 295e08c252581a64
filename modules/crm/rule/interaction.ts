import { BusinessError } from '../../../engine/port/module-contract.ts';
import type { RecordRules, RecordSave, RecordValues } from '../../../engine/port/module.ts';

/** Rules of recording an interaction: it belongs to somebody, and its time is now unless another is given. */
export const interactionRules: RecordRules = {
  prepare(save: RecordSave, values: RecordValues): Promise<RecordValues> {
    if (values['customerId'] == null && values['contactId'] == null && values['dealId'] == null) {
      throw new BusinessError('FIELD_REQUIRED', 'Expected a customer, a contact or a deal, but there is none', { field: 'customerId' });
    }
    return Promise.resolve({ ...values, happenedAt: values['happenedAt'] ?? save.now, body: values['body'] ?? '' });
  },
};
