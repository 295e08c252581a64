import type { Invariant } from '../../../engine/port/module-contract.ts';

/** What must always hold in the CRM; any row that a statement returns is a violation. */
export const invariants: readonly Invariant[] = [
  {
    id: 'D1',
    title: 'The stage history of a deal has neither gap nor overlap and ends where the deal is',
    sql: `
      SELECT deal.id AS deal_id, 'history' AS problem
        FROM crm.deal
        LEFT JOIN LATERAL (
          SELECT count(*) AS rows, count(*) FILTER (WHERE left_at IS NULL) AS open, max(sequence) AS last, min(sequence) AS first,
                 bool_or(stage = deal.stage AND left_at IS NULL) AS ends_here
            FROM crm.deal_stage_history history WHERE history.deal_id = deal.id) summary ON true
       WHERE summary.rows = 0 OR summary.open <> 1 OR summary.first <> 1 OR summary.last <> summary.rows OR NOT summary.ends_here
      UNION ALL
      SELECT following.deal_id, 'gap'
        FROM crm.deal_stage_history following JOIN crm.deal_stage_history previous
          ON previous.deal_id = following.deal_id AND previous.sequence = following.sequence - 1
       WHERE previous.left_at IS DISTINCT FROM following.entered_at OR previous.stage IS DISTINCT FROM following.from_stage`,
  },
  {
    id: 'D1-outcome',
    title: 'A won deal is certain, a lost one impossible and has a reason',
    sql: `
      SELECT deal.id AS deal_id, deal.status, deal.probability::text AS probability
        FROM crm.deal JOIN crm.stage ON stage.pipeline_id = deal.pipeline_id AND stage.key = deal.stage
       WHERE stage.kind <> deal.status OR (deal.status = 'won' AND deal.probability <> 100)
          OR (deal.status = 'lost' AND (deal.probability <> 0 OR btrim(coalesce(deal.lost_reason, '')) = ''))`,
  },
  {
    id: 'P1',
    title: 'A legal entity belongs to one customer at a time',
    sql: `
      SELECT one.counterparty_id, one.customer_id, other.customer_id AS other_customer_id
        FROM crm.customer_counterparty one JOIN crm.customer_counterparty other
          ON other.counterparty_id = one.counterparty_id AND other.id > one.id
         AND daterange(other.valid_from, other.valid_to, '[]') && daterange(one.valid_from, one.valid_to, '[]')`,
  },
];
