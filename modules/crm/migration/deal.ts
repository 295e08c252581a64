import type { ModuleMigration } from '../../../engine/port/module-contract.ts';
import { COMMON_COLUMNS } from '../../base/index.ts';

const pipeline = `
  CREATE TABLE crm.pipeline (
    id uuid PRIMARY KEY,
    name text NOT NULL UNIQUE,
    is_default boolean NOT NULL DEFAULT false,${COMMON_COLUMNS}
  )`;

const stage = `
  CREATE TABLE crm.stage (
    pipeline_id uuid NOT NULL REFERENCES crm.pipeline,
    key text NOT NULL,
    name jsonb NOT NULL,
    position integer NOT NULL,
    kind text NOT NULL DEFAULT 'open' CHECK (kind IN ('open', 'won', 'lost')),
    default_probability numeric(9,6) NOT NULL CHECK (default_probability BETWEEN 0 AND 100),
    required_fields text[] NOT NULL DEFAULT '{}',
    sla_hours integer CHECK (sla_hours > 0),
    PRIMARY KEY (pipeline_id, key),
    UNIQUE (pipeline_id, position),
    CONSTRAINT stage_final_probability CHECK (
      (kind = 'won' AND default_probability = 100) OR (kind = 'lost' AND default_probability = 0) OR kind = 'open')
  )`;

const deal = `
  CREATE TABLE crm.deal (
    id uuid PRIMARY KEY,
    title text NOT NULL CHECK (btrim(title) <> ''),
    customer_id uuid NOT NULL REFERENCES crm.customer,
    counterparty_id uuid REFERENCES crm.counterparty,
    pipeline_id uuid NOT NULL REFERENCES crm.pipeline,
    stage text NOT NULL,
    status text NOT NULL DEFAULT 'open' CHECK (status IN ('open', 'won', 'lost')),
    amount numeric(19,4) CHECK (amount >= 0),
    currency text NOT NULL DEFAULT 'EUR' CHECK (currency ~ '^[A-Z]{3}$'),
    probability numeric(9,6) NOT NULL DEFAULT 0 CHECK (probability BETWEEN 0 AND 100),
    manual_probability boolean NOT NULL DEFAULT false,
    expected_close date,
    lost_reason text,
    owner_id text,
    source text,
    note text,${COMMON_COLUMNS},
    FOREIGN KEY (pipeline_id, stage) REFERENCES crm.stage (pipeline_id, key),
    CONSTRAINT deal_won_is_certain CHECK (status <> 'won' OR probability = 100),
    CONSTRAINT deal_lost_has_reason CHECK (status <> 'lost' OR (probability = 0 AND btrim(coalesce(lost_reason, '')) <> ''))
  )`;

/** The stage decides the status; the probability follows it unless a person set it by hand (D1). */
const applyStage = `
  CREATE FUNCTION crm.apply_stage() RETURNS trigger LANGUAGE plpgsql AS $body$
  DECLARE target crm.stage%ROWTYPE;
  BEGIN
    SELECT * INTO target FROM crm.stage WHERE pipeline_id = NEW.pipeline_id AND key = NEW.stage;
    NEW.status := coalesce(target.kind, NEW.status);
    IF target.kind <> 'open' THEN
      NEW.probability := target.default_probability;
      NEW.manual_probability := false;
    ELSIF NOT NEW.manual_probability THEN
      NEW.probability := target.default_probability;
    END IF;
    RETURN NEW;
  END $body$`;

const history = `
  CREATE TABLE crm.deal_stage_history (
    deal_id uuid NOT NULL REFERENCES crm.deal ON DELETE CASCADE,
    sequence integer NOT NULL CHECK (sequence > 0),
    from_stage text,
    stage text NOT NULL,
    entered_at timestamptz(3) NOT NULL,
    left_at timestamptz(3),
    entered_by text,
    PRIMARY KEY (deal_id, sequence),
    CHECK (left_at >= entered_at),
    CHECK ((sequence = 1) = (from_stage IS NULL))
  )`;

/** Closes the open row and opens the next at the same instant, so that the history has neither a gap nor an overlap. */
const recordStage = `
  CREATE FUNCTION crm.record_stage() RETURNS trigger LANGUAGE plpgsql AS $body$
  DECLARE
    previous crm.deal_stage_history%ROWTYPE;
    moved_at timestamptz;
  BEGIN
    SELECT * INTO previous FROM crm.deal_stage_history WHERE deal_id = NEW.id AND left_at IS NULL;
    moved_at := greatest(NEW.updated_at, previous.entered_at);
    UPDATE crm.deal_stage_history SET left_at = moved_at WHERE deal_id = NEW.id AND sequence = previous.sequence;
    INSERT INTO crm.deal_stage_history (deal_id, sequence, from_stage, stage, entered_at, entered_by)
    VALUES (NEW.id, coalesce(previous.sequence, 0) + 1, previous.stage, NEW.stage, moved_at, NEW.updated_by);
    RETURN NULL;
  END $body$`;

/** Deals, their regulated stages and the gapless history of where each deal has been. */
export const dealMigration: ModuleMigration = {
  name: '20261121_11_crm_deal',
  up: [
    pipeline,
    'CREATE UNIQUE INDEX pipeline_one_default ON crm.pipeline (company_id) WHERE is_default',
    stage,
    "CREATE UNIQUE INDEX stage_one_won ON crm.stage (pipeline_id) WHERE kind = 'won'",
    "CREATE UNIQUE INDEX stage_one_lost ON crm.stage (pipeline_id) WHERE kind = 'lost'",
    deal,
    'CREATE INDEX deal_customer ON crm.deal (customer_id)',
    'CREATE INDEX deal_stage ON crm.deal (pipeline_id, stage)',
    applyStage,
    'CREATE TRIGGER deal_apply_stage BEFORE INSERT OR UPDATE ON crm.deal FOR EACH ROW EXECUTE FUNCTION crm.apply_stage()',
    history,
    'CREATE UNIQUE INDEX deal_stage_history_one_open ON crm.deal_stage_history (deal_id) WHERE left_at IS NULL',
    recordStage,
    'CREATE TRIGGER deal_first_stage AFTER INSERT ON crm.deal FOR EACH ROW EXECUTE FUNCTION crm.record_stage()',
    `CREATE TRIGGER deal_next_stage AFTER UPDATE OF stage ON crm.deal FOR EACH ROW
       WHEN (OLD.stage IS DISTINCT FROM NEW.stage) EXECUTE FUNCTION crm.record_stage()`,
  ],
};
