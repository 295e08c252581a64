import { BusinessError } from '../../../engine/port/module-contract.ts';
import type { RecordRules, RecordSave, RecordValues } from '../../../engine/port/module.ts';
import { Exact } from '../operation/shared/decimal.ts';
import { firstRow } from '../operation/shared/context.ts';

/** Rules of recording a payment by hand: a positive amount at the scale of its currency, and a number of its own. */
export const paymentRules: RecordRules = {
  async prepare(save: RecordSave, values: RecordValues): Promise<RecordValues> {
    const {
      rows: [currency],
    } = await save.sql.query<{ scale: number }>('SELECT scale FROM erp.currency WHERE code = $1', [values['currency']]);
    if (currency === undefined)
      throw new BusinessError('CURRENCY_MISMATCH', `Expected a known currency, but found ${String(values['currency'])}`, {
        field: 'currency',
      });
    const amount = new Exact(String(values['amount']));
    if (amount.lessThanOrEqualTo(0) || amount.decimalPlaces() > currency.scale) {
      throw new BusinessError(
        'OVER_ALLOCATION',
        `Expected a positive amount with at most ${currency.scale} decimals, but found ${amount.toFixed()}`,
        { field: 'amount' },
      );
    }
    const { number } = await firstRow<{ number: string }>(
      save.sql,
      "SELECT 'PAY-' || lpad(nextval('erp.payment_number')::text, 5, '0') AS number",
      [],
    );
    return { ...values, paymentNo: number };
  },
};
