import type { ModuleMigration } from '../../../engine/port/module-contract.ts';
import { COMMON_COLUMNS } from '../../base/index.ts';

const interaction = `
  CREATE TABLE crm.interaction (
    id uuid PRIMARY KEY,
    kind text NOT NULL CHECK (kind IN ('meeting', 'call_in', 'call_out', 'sms', 'email', 'note')),
    happened_at timestamptz(3) NOT NULL,
    customer_id uuid REFERENCES crm.customer,
    contact_id uuid REFERENCES crm.contact,
    deal_id uuid REFERENCES crm.deal,
    subject text NOT NULL CHECK (btrim(subject) <> ''),
    body text NOT NULL DEFAULT '',
    recording_url text,${COMMON_COLUMNS},
    CONSTRAINT interaction_has_subject CHECK (num_nonnulls(customer_id, contact_id, deal_id) >= 1)
  )`;

/** What was said cannot be rewritten afterwards; a correction is a new interaction. */
const refuseRewrite = `
  CREATE FUNCTION crm.refuse_rewrite() RETURNS trigger LANGUAGE plpgsql AS $body$
  BEGIN
    RAISE EXCEPTION 'Expected the text of a recorded interaction to stay as it was, but % of % was asked for', lower(TG_OP), OLD.id
      USING ERRCODE = 'LWIMM';
  END $body$`;

const message = `
  CREATE TABLE crm.message (
    id uuid PRIMARY KEY,
    kind text NOT NULL DEFAULT 'mail' CHECK (kind IN ('mail')),
    customer_id uuid REFERENCES crm.customer,
    address text NOT NULL,
    subject text NOT NULL,
    body text NOT NULL,
    template text,
    dedupe_key text NOT NULL CONSTRAINT message_dedupe_key_unique UNIQUE,${COMMON_COLUMNS}
  )`;

/** The timeline with a customer and the mail that has left or is about to leave. */
export const messageMigration: ModuleMigration = {
  name: '20261121_12_crm_message',
  up: [
    interaction,
    'CREATE INDEX interaction_customer ON crm.interaction (customer_id, happened_at DESC)',
    'CREATE INDEX interaction_deal ON crm.interaction (deal_id)',
    refuseRewrite,
    `CREATE TRIGGER interaction_immutable BEFORE UPDATE OF kind, happened_at, customer_id, contact_id, deal_id, subject, body ON crm.interaction
       FOR EACH ROW EXECUTE FUNCTION crm.refuse_rewrite()`,
    'CREATE TRIGGER interaction_not_deleted BEFORE DELETE ON crm.interaction FOR EACH ROW EXECUTE FUNCTION crm.refuse_rewrite()',
    message,
    'CREATE INDEX message_created ON crm.message (created_at DESC)',
    'CREATE INDEX message_customer ON crm.message (customer_id)',
  ],
};
