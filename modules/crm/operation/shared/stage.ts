import { BusinessError, type SqlExecutor } from '../../../../engine/port/module-contract.ts';

/** Who moves the deal and when; written to the deal and, by its trigger, to the stage history. */
export interface StageChange {
  readonly dealId: string;
  readonly stage: string;
  readonly reason: string | null;
  readonly now: string;
  readonly actorId: string;
}

export interface StageResult {
  readonly dealId: string;
  readonly stage: string;
  readonly probability: string;
  readonly previousStage: string;
}

/** What the regulation looks at; columns of the deal by their names. */
export interface DealFacts {
  readonly stage: string;
  readonly status: string;
  readonly pipeline_id: string;
  readonly amount: unknown;
  readonly expected_close: unknown;
  readonly counterparty_id: unknown;
  readonly owner_id: unknown;
}

interface StageRow {
  readonly kind: string;
  readonly required_fields: readonly string[];
}

/** Moves a deal to a stage of its pipeline, by the regulation of `checkStage`. */
export async function changeStage(sql: SqlExecutor, change: StageChange): Promise<StageResult> {
  const deal = await lockDeal(sql, change.dealId);
  const target = await checkStage(sql, deal, change.stage, change.reason);
  return moveDeal(sql, change, deal.stage, target.kind === 'lost' ? change.reason : null);
}

/**
 * The regulation of a pipeline: a closed deal stays closed, the fields that the stage requires are filled, and a deal is not lost without a
 * reason. Staying in the same stage is not a move and refused. Returns the stage.
 */
export async function checkStage(sql: SqlExecutor, deal: DealFacts, stage: string, reason: string | null): Promise<StageRow> {
  const {
    rows: [target],
  } = await sql.query<StageRow>('SELECT kind, required_fields FROM crm.stage WHERE pipeline_id = $1 AND key = $2', [
    deal.pipeline_id,
    stage,
  ]);
  if (target === undefined)
    throw new BusinessError('STAGE_FORBIDDEN', `Expected a stage of the deal's pipeline, but found ${stage}`, { stage, field: 'stage' });
  if (deal.status !== 'open')
    throw new BusinessError('STAGE_FORBIDDEN', `Expected an open deal, but it is ${deal.status}`, { status: deal.status, field: 'stage' });
  if (deal.stage === stage)
    throw new BusinessError('STAGE_FORBIDDEN', `Expected another stage, but the deal is in ${stage} already`, { stage, field: 'stage' });
  if (target.kind === 'lost' && (reason ?? '').trim() === '') {
    throw new BusinessError('REASON_REQUIRED', 'Expected a reason for losing the deal, but there is none', { field: 'lostReason' });
  }
  const missing = target.required_fields.filter((field) => isMissing(deal, field));
  if (missing.length > 0) {
    throw new BusinessError(
      'STAGE_REQUIREMENT',
      `Expected ${missing.join(', ')} to be filled before stage ${stage}, but nothing is there`,
      { missing, field: 'stage' },
    );
  }
  return target;
}

/** Takes a deal back to the stage before the present one: what the compensation of a stage change does. */
export async function revertStage(sql: SqlExecutor, dealId: string, now: string, actorId: string): Promise<StageResult> {
  const deal = await lockDeal(sql, dealId);
  const {
    rows: [present],
  } = await sql.query<{ from_stage: string | null }>(
    'SELECT from_stage FROM crm.deal_stage_history WHERE deal_id = $1 AND left_at IS NULL',
    [dealId],
  );
  const previous = present?.from_stage ?? null;
  if (previous === null)
    throw new BusinessError('STAGE_FORBIDDEN', 'Expected an earlier stage to go back to, but the deal is in its first one');
  return moveDeal(sql, { dealId, stage: previous, reason: null, now, actorId }, deal.stage, null);
}

async function lockDeal(sql: SqlExecutor, dealId: string): Promise<DealFacts> {
  const {
    rows: [deal],
  } = await sql.query<DealFacts>(
    `SELECT stage, status, amount::text AS amount, expected_close::text AS expected_close, counterparty_id, owner_id, pipeline_id
       FROM crm.deal WHERE id = $1::uuid FOR UPDATE`,
    [dealId],
  );
  if (deal === undefined) throw new BusinessError('NOT_FOUND', `Expected deal ${dealId}, but there is none`, { dealId });
  return deal;
}

function isMissing(deal: DealFacts, field: string): boolean {
  const value: unknown = Object.entries(deal).find(([name]) => name === field)?.[1];
  return value === undefined || value === null || value === '';
}

async function moveDeal(sql: SqlExecutor, change: StageChange, previousStage: string, lostReason: string | null): Promise<StageResult> {
  const {
    rows: [moved],
  } = await sql.query<{ stage: string; probability: string }>(
    `UPDATE crm.deal SET stage = $2, lost_reason = $3, version = version + 1, updated_at = $4, updated_by = $5
      WHERE id = $1 RETURNING stage, trim_scale(probability)::text AS probability`,
    [change.dealId, change.stage, lostReason, change.now, change.actorId],
  );
  if (moved === undefined) throw new Error(`Expected the locked deal ${change.dealId} to be updated, but it was not`);
  return { dealId: change.dealId, stage: moved.stage, probability: moved.probability, previousStage };
}
