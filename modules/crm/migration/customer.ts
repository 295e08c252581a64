import type { ModuleMigration } from '../../../engine/port/module-contract.ts';
import { COMMON_COLUMNS } from '../../base/index.ts';

const customer = `
  CREATE TABLE crm.customer (
    id uuid PRIMARY KEY,
    name text NOT NULL CHECK (btrim(name) <> ''),
    kind text NOT NULL DEFAULT 'b2b' CHECK (kind IN ('b2b', 'b2c')),
    status text NOT NULL DEFAULT 'active' CHECK (status IN ('prospect', 'active', 'blocked')),
    owner_id text,
    email text,
    phone text,
    website text,
    country text NOT NULL CHECK (country ~ '^[A-Z]{2}$'),
    city text,
    language text NOT NULL DEFAULT 'en' CHECK (language IN ('en', 'es', 'cs', 'ru', 'ka')),
    currency text NOT NULL DEFAULT 'EUR' CHECK (currency ~ '^[A-Z]{3}$'),
    price_list_id uuid,
    credit_limit numeric(19,4) CHECK (credit_limit >= 0),
    payment_days integer NOT NULL DEFAULT 14 CHECK (payment_days BETWEEN 0 AND 365),
    mail_opt_out boolean NOT NULL DEFAULT false,
    source text,
    note text,${COMMON_COLUMNS}
  )`;

const ownerChange = `
  CREATE TABLE crm.customer_owner_change (
    customer_id uuid NOT NULL REFERENCES crm.customer ON DELETE CASCADE,
    changed_at timestamptz(3) NOT NULL,
    from_owner text,
    to_owner text,
    changed_by text
  )`;

const logOwnerChange = `
  CREATE FUNCTION crm.log_owner_change() RETURNS trigger LANGUAGE plpgsql AS $body$
  BEGIN
    INSERT INTO crm.customer_owner_change (customer_id, changed_at, from_owner, to_owner, changed_by)
    VALUES (NEW.id, NEW.updated_at, OLD.owner_id, NEW.owner_id, NEW.updated_by);
    RETURN NULL;
  END $body$`;

const counterparty = `
  CREATE TABLE crm.counterparty (
    id uuid PRIMARY KEY,
    legal_name text NOT NULL CHECK (btrim(legal_name) <> ''),
    tax_id text NOT NULL CHECK (btrim(tax_id) <> ''),
    country text NOT NULL CHECK (country ~ '^[A-Z]{2}$'),
    street text,
    city text,
    postal_code text,
    region text,
    bank_account text,
    bank_name text,${COMMON_COLUMNS},
    CONSTRAINT counterparty_tax_id_unique UNIQUE (country, tax_id)
  )`;

/** One legal entity belongs to one customer at a time; over the years it may move to another. */
const customerCounterparty = `
  CREATE TABLE crm.customer_counterparty (
    id uuid PRIMARY KEY,
    customer_id uuid NOT NULL REFERENCES crm.customer,
    counterparty_id uuid NOT NULL REFERENCES crm.counterparty,
    valid_from date,
    valid_to date,${COMMON_COLUMNS},
    CHECK (valid_to >= valid_from),
    CONSTRAINT customer_counterparty_no_overlap EXCLUDE USING gist (counterparty_id WITH =, daterange(valid_from, valid_to, '[]') WITH &&)
  )`;

const contact = `
  CREATE TABLE crm.contact (
    id uuid PRIMARY KEY,
    customer_id uuid NOT NULL REFERENCES crm.customer,
    name text NOT NULL CHECK (btrim(name) <> ''),
    role text NOT NULL DEFAULT 'user' CHECK (role IN ('decision', 'user', 'payer', 'other')),
    position text,
    email text,
    phone text,
    language text NOT NULL DEFAULT 'en',
    note text,${COMMON_COLUMNS}
  )`;

const contactPoint = `
  CREATE TABLE crm.contact_point (
    id uuid PRIMARY KEY,
    contact_id uuid NOT NULL REFERENCES crm.contact ON DELETE CASCADE,
    channel text NOT NULL CHECK (channel IN ('phone', 'email', 'telegram', 'whatsapp', 'other')),
    value text NOT NULL,
    normalized text NOT NULL GENERATED ALWAYS AS (
      CASE WHEN channel IN ('phone', 'whatsapp') THEN regexp_replace(value, '[^0-9+]', '', 'g') ELSE lower(btrim(value)) END) STORED,
    consent text NOT NULL DEFAULT 'unknown' CHECK (consent IN ('given', 'refused', 'unknown')),${COMMON_COLUMNS},
    CONSTRAINT contact_point_unique UNIQUE (normalized, channel, contact_id)
  )`;

/** Customers, the legal entities behind them and the people to talk to. */
export const customerMigration: ModuleMigration = {
  name: '20261121_10_crm_customer',
  up: [
    'CREATE SCHEMA IF NOT EXISTS crm',
    'CREATE EXTENSION IF NOT EXISTS btree_gist',
    customer,
    'CREATE INDEX customer_name ON crm.customer (lower(name))',
    ownerChange,
    'CREATE INDEX customer_owner_change_customer ON crm.customer_owner_change (customer_id)',
    logOwnerChange,
    `CREATE TRIGGER customer_owner_change AFTER UPDATE OF owner_id ON crm.customer FOR EACH ROW
       WHEN (OLD.owner_id IS DISTINCT FROM NEW.owner_id) EXECUTE FUNCTION crm.log_owner_change()`,
    counterparty,
    customerCounterparty,
    'CREATE INDEX customer_counterparty_customer ON crm.customer_counterparty (customer_id)',
    contact,
    'CREATE INDEX contact_customer ON crm.contact (customer_id)',
    contactPoint,
  ],
};
