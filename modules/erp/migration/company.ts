import type { ModuleMigration } from '../../../engine/port/module-contract.ts';
import { COMMON_COLUMNS, DEFAULT_COMPANY_ID } from '../../base/index.ts';

const currency = `
  CREATE TABLE erp.currency (
    code text PRIMARY KEY CHECK (code ~ '^[A-Z]{3}$'),
    scale integer NOT NULL CHECK (scale BETWEEN 0 AND 4)
  )`;

const company = `
  CREATE TABLE erp.company (
    id uuid PRIMARY KEY,
    name text NOT NULL,
    legal_name text NOT NULL,
    tax_id text,
    country text NOT NULL DEFAULT 'CZ',
    street text,
    city text,
    postal_code text,
    bank_account text,
    email text,
    currency text NOT NULL REFERENCES erp.currency,
    write_off_approval_above numeric(19,4) CHECK (write_off_approval_above >= 0),
    write_off_cost_account text NOT NULL DEFAULT '549'
  )`;

const branch = `
  CREATE TABLE erp.branch (
    id uuid PRIMARY KEY,
    company_id uuid NOT NULL REFERENCES erp.company,
    name text NOT NULL
  )`;

const period = `
  CREATE TABLE erp.period (
    id uuid PRIMARY KEY,
    starts_on date NOT NULL,
    ends_on date NOT NULL,
    status text NOT NULL DEFAULT 'open' CHECK (status IN ('open', 'closed')),
    closed_at timestamptz(3),${COMMON_COLUMNS},
    CHECK (ends_on >= starts_on),
    CHECK ((status = 'closed') = (closed_at IS NOT NULL)),
    CONSTRAINT period_no_overlap EXCLUDE USING gist (company_id WITH =, daterange(starts_on, ends_on, '[]') WITH &&)
  )`;

/** Refuses a row dated into a closed period. The share lock keeps a period from being closed between the check and the commit (I6). */
const refuseClosedPeriod = `
  CREATE FUNCTION erp.refuse_closed_period(company uuid, day date) RETURNS void LANGUAGE plpgsql AS $body$
  DECLARE found_status text;
  BEGIN
    SELECT status INTO found_status FROM erp.period WHERE company_id = company AND day BETWEEN starts_on AND ends_on FOR SHARE;
    IF found_status = 'closed' THEN
      RAISE EXCEPTION 'Expected a date in an open period, but the period of % is closed', day USING ERRCODE = 'LWPRD';
    END IF;
  END $body$`;

const numberSeries = `
  CREATE TABLE erp.number_series (
    key text PRIMARY KEY,
    prefix text NOT NULL,
    last_number integer NOT NULL DEFAULT 0 CHECK (last_number >= 0)
  )`;

/** A series only ever steps by one and is never deleted (N1). */
const guardSeries = `
  CREATE FUNCTION erp.guard_series() RETURNS trigger LANGUAGE plpgsql AS $body$
  BEGIN
    IF TG_OP = 'DELETE' OR NEW.key <> OLD.key OR NEW.last_number <> OLD.last_number + 1 THEN
      RAISE EXCEPTION 'Expected number series % to step by one, but % was asked for', OLD.key, lower(TG_OP) USING ERRCODE = 'LWNUM';
    END IF;
    RETURN NEW;
  END $body$`;

const taxRate = `
  CREATE TABLE erp.tax_rate (
    code text NOT NULL,
    country text NOT NULL,
    percent numeric(9,6) NOT NULL CHECK (percent >= 0),
    valid daterange NOT NULL DEFAULT daterange(NULL, NULL),
    CONSTRAINT tax_rate_no_overlap EXCLUDE USING gist (code WITH =, country WITH =, valid WITH &&)
  )`;

/**
 * The one rounding rule of orders, offers and invoices ("line-half-up"): the net amount and the tax of every line are rounded half up at the
 * scale of the currency; totals are sums of rounded lines, so every paper shows the same figures.
 */
const lineAmounts = `
  CREATE FUNCTION erp.line_amounts(unit_price numeric, quantity numeric, discount_percent numeric, tax_percent numeric, scale integer,
      OUT net numeric, OUT tax numeric, OUT gross numeric) LANGUAGE sql IMMUTABLE AS $body$
    SELECT amounts.net, amounts.tax, amounts.net + amounts.tax
      FROM (SELECT round(unit_price * quantity * (100 - discount_percent) * 0.01, scale) AS net) line,
           LATERAL (SELECT line.net AS net, round(line.net * tax_percent * 0.01, scale) AS tax) amounts
  $body$`;

/** Company, calendar periods, gap-free number series, currencies and tax rates. */
export const companyMigration: ModuleMigration = {
  name: '20261121_20_erp_company',
  up: [
    'CREATE SCHEMA IF NOT EXISTS erp',
    'CREATE EXTENSION IF NOT EXISTS btree_gist',
    currency,
    `INSERT INTO erp.currency (code, scale) VALUES
       ('EUR', 2), ('USD', 2), ('GBP', 2), ('CZK', 2), ('GEL', 2), ('RUB', 2), ('PLN', 2), ('CHF', 2), ('MXN', 2), ('JPY', 0), ('KWD', 3)`,
    company,
    `INSERT INTO erp.company (id, name, legal_name, currency) VALUES ('${DEFAULT_COMPANY_ID}', 'Our company', 'Our company', 'EUR')`,
    branch,
    period,
    refuseClosedPeriod,
    numberSeries,
    guardSeries,
    'CREATE TRIGGER number_series_guard BEFORE UPDATE OR DELETE ON erp.number_series FOR EACH ROW EXECUTE FUNCTION erp.guard_series()',
    taxRate,
    `INSERT INTO erp.tax_rate (code, country, percent) VALUES ('standard', 'CZ', 21), ('reduced', 'CZ', 12), ('zero', 'CZ', 0)`,
    lineAmounts,
    'CREATE SEQUENCE erp.order_number',
    'CREATE SEQUENCE erp.shipment_number',
    'CREATE SEQUENCE erp.payment_number',
  ],
};
