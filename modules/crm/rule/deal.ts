import type { RecordRules, RecordSave, RecordValues } from '../../../engine/port/module.ts';
import { checkStage } from '../operation/shared/stage.ts';
import { DEFAULT_PIPELINE_ID } from '../stages.ts';

/** Rules of saving a deal by hand: the same regulation of stages as the operation `crm.deal.stage`. */
export const dealRules: RecordRules = {
  async prepare(save: RecordSave, values: RecordValues, current: RecordValues | null): Promise<RecordValues> {
    if (current === null) {
      return {
        stage: 'new',
        ...values,
        pipelineId: DEFAULT_PIPELINE_ID,
        currency: values['currency'] ?? (await currencyOf(save, values['customerId'])),
      };
    }
    const stage = values['stage'];
    if (typeof stage === 'string' && stage !== current['stage']) {
      const merged: RecordValues = { ...current, ...values };
      await checkStage(
        save.sql,
        {
          stage: String(current['stage']),
          status: String(current['status']),
          pipeline_id: String(current['pipelineId']),
          amount: merged['amount'] ?? null,
          expected_close: merged['expectedClose'] ?? null,
          counterparty_id: merged['counterpartyId'] ?? null,
          owner_id: merged['ownerId'] ?? null,
        },
        stage,
        typeof merged['lostReason'] === 'string' ? merged['lostReason'] : null,
      );
    }
    return values;
  },
};

async function currencyOf(save: RecordSave, customerId: unknown): Promise<string> {
  const {
    rows: [customer],
  } = await save.sql.query<{ currency: string }>('SELECT currency FROM crm.customer WHERE id = $1::uuid', [customerId]);
  return customer?.currency ?? 'EUR';
}
