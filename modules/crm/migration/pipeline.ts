import type { ModuleMigration } from '../../../engine/port/module-contract.ts';
import { DEFAULT_PIPELINE_ID, STAGES } from '../stages.ts';

const stageRows = STAGES.map(
  (stage, index) =>
    `('${DEFAULT_PIPELINE_ID}', '${stage.key}', '${JSON.stringify(stage.name)}', ${index + 1}, '${stage.kind}', ${stage.probability}, '{${stage.requiredFields.join(',')}}')`,
).join(',\n');

/** The pipeline of a new installation. */
export const pipelineMigration: ModuleMigration = {
  name: '20261121_13_crm_pipeline',
  up: [
    `INSERT INTO crm.pipeline (id, name, is_default) VALUES ('${DEFAULT_PIPELINE_ID}', 'Sales', true)`,
    `INSERT INTO crm.stage (pipeline_id, key, name, position, kind, default_probability, required_fields) VALUES ${stageRows}`,
  ],
};
