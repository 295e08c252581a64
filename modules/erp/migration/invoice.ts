import type { ModuleMigration } from '../../../engine/port/module-contract.ts';
import { COMMON_COLUMNS } from '../../base/index.ts';

const invoice = `
  CREATE TABLE erp.invoice (
    id uuid PRIMARY KEY,
    series text,
    number integer CHECK (number > 0),
    invoice_no text CONSTRAINT invoice_number_unique UNIQUE,
    order_id uuid NOT NULL REFERENCES erp.sales_order,
    shipment_id uuid REFERENCES erp.shipment,
    customer_id uuid NOT NULL,
    counterparty_id uuid,
    seller jsonb NOT NULL,
    party jsonb NOT NULL,
    status text NOT NULL DEFAULT 'draft' CHECK (status IN ('draft', 'posted')),
    payment_status text NOT NULL DEFAULT 'open' CHECK (payment_status IN ('open', 'partial', 'paid')),
    invoiced_on date NOT NULL,
    due_on date NOT NULL,
    currency text NOT NULL REFERENCES erp.currency,
    rounding_rule text NOT NULL CHECK (rounding_rule IN ('line-half-up')),
    net numeric(19,4) NOT NULL CHECK (net >= 0),
    tax numeric(19,4) NOT NULL CHECK (tax >= 0),
    total numeric(19,4) NOT NULL,
    seal text,
    posted_at timestamptz(3),${COMMON_COLUMNS},
    CONSTRAINT invoice_series_number_unique UNIQUE (series, number),
    CONSTRAINT invoice_total CHECK (total = net + tax),
    CHECK (due_on >= invoiced_on),
    CONSTRAINT invoice_posted_has_number CHECK ((status = 'posted') = (num_nonnulls(series, number, invoice_no, posted_at, seal) = 5))
  )`;

const invoiceLine = `
  CREATE TABLE erp.invoice_line (
    id uuid PRIMARY KEY,
    invoice_id uuid NOT NULL REFERENCES erp.invoice,
    position integer NOT NULL CHECK (position > 0),
    order_line_id uuid NOT NULL REFERENCES erp.sales_order_line,
    shipment_line_id uuid CONSTRAINT invoice_line_shipment_line_once UNIQUE REFERENCES erp.shipment_line,
    item_id uuid NOT NULL REFERENCES erp.item,
    sku text NOT NULL,
    description text NOT NULL,
    uom text NOT NULL,
    quantity numeric(20,6) NOT NULL CHECK (quantity > 0),
    stock_quantity numeric(20,6) NOT NULL CHECK (stock_quantity > 0),
    unit_price numeric(24,10) NOT NULL,
    discount_percent numeric(9,6) NOT NULL,
    tax_code text NOT NULL,
    tax_percent numeric(9,6) NOT NULL,
    net numeric(19,4) NOT NULL,
    tax numeric(19,4) NOT NULL,
    gross numeric(19,4) NOT NULL CHECK (gross = net + tax),${COMMON_COLUMNS},
    UNIQUE (invoice_id, position)
  )`;

const applyInvoiced = `
  CREATE FUNCTION erp.apply_invoiced() RETURNS trigger LANGUAGE plpgsql AS $body$
  BEGIN
    IF TG_OP IN ('UPDATE', 'DELETE') THEN
      UPDATE erp.sales_order_line SET invoiced = invoiced - OLD.stock_quantity WHERE id = OLD.order_line_id;
    END IF;
    IF TG_OP IN ('UPDATE', 'INSERT') THEN
      UPDATE erp.sales_order_line SET invoiced = invoiced + NEW.stock_quantity WHERE id = NEW.order_line_id;
    END IF;
    RETURN NULL;
  END $body$`;

const invoiceTax = `
  CREATE TABLE erp.invoice_tax (
    invoice_id uuid NOT NULL REFERENCES erp.invoice,
    tax_code text NOT NULL,
    tax_percent numeric(9,6) NOT NULL,
    net numeric(19,4) NOT NULL,
    tax numeric(19,4) NOT NULL,
    PRIMARY KEY (invoice_id, tax_code, tax_percent)
  )`;

const instalment = `
  CREATE TABLE erp.instalment (
    invoice_id uuid NOT NULL REFERENCES erp.invoice,
    position integer NOT NULL CHECK (position > 0),
    due_on date NOT NULL,
    amount numeric(19,4) NOT NULL CHECK (amount >= 0),
    PRIMARY KEY (invoice_id, position)
  )`;

/** At commit a posted invoice must add up: lines, taxes by rate and instalments give the total (N3, N4). */
const checkSums = `
  CREATE FUNCTION erp.check_invoice_sums() RETURNS trigger LANGUAGE plpgsql AS $body$
  DECLARE
    document erp.invoice%ROWTYPE;
    lines record;
    taxes record;
    paid_in numeric;
  BEGIN
    SELECT * INTO document FROM erp.invoice WHERE id = NEW.id;
    IF document.status IS DISTINCT FROM 'posted' THEN
      RETURN NULL;
    END IF;
    SELECT coalesce(sum(net), 0) AS net, coalesce(sum(tax), 0) AS tax INTO lines FROM erp.invoice_line WHERE invoice_id = NEW.id;
    SELECT coalesce(sum(net), 0) AS net, coalesce(sum(tax), 0) AS tax INTO taxes FROM erp.invoice_tax WHERE invoice_id = NEW.id;
    SELECT coalesce(sum(amount), 0) INTO paid_in FROM erp.instalment WHERE invoice_id = NEW.id;
    IF (lines.net, lines.tax) <> (document.net, document.tax) OR (taxes.net, taxes.tax) <> (document.net, document.tax) OR paid_in <> document.total THEN
      RAISE EXCEPTION 'Expected invoice % to add up to % + %, but lines give % + %, taxes % + % and instalments %', document.invoice_no,
        document.net, document.tax, lines.net, lines.tax, taxes.net, taxes.tax, paid_in USING ERRCODE = 'LWSUM';
    END IF;
    RETURN NULL;
  END $body$`;

/** At commit the number that a series has reached is on a document: a number cannot be taken and dropped (N1). */
const checkSeriesUsed = `
  CREATE FUNCTION erp.check_series_used() RETURNS trigger LANGUAGE plpgsql AS $body$
  BEGIN
    IF NEW.last_number > 0
       AND NOT EXISTS (SELECT 1 FROM erp.invoice WHERE series = NEW.key AND number = NEW.last_number)
       AND NOT EXISTS (SELECT 1 FROM erp.write_off WHERE series = NEW.key AND number = NEW.last_number) THEN
      RAISE EXCEPTION 'Expected a document with number % of series %, but there is none', NEW.last_number, NEW.key USING ERRCODE = 'LWNUM';
    END IF;
    RETURN NULL;
  END $body$`;

/** Fingerprint of an invoice with all its parts, without what may change later: whether it is paid, and the seal itself. */
const invoiceSeal = `
  CREATE FUNCTION erp.invoice_seal(document jsonb) RETURNS text LANGUAGE sql STABLE AS $body$
    SELECT md5(jsonb_build_array(
      document - ARRAY['seal', 'payment_status', 'version', 'updated_at', 'updated_by'],
      (SELECT jsonb_agg(to_jsonb(line) ORDER BY line.position) FROM erp.invoice_line line WHERE line.invoice_id = (document ->> 'id')::uuid),
      (SELECT jsonb_agg(to_jsonb(tax) ORDER BY tax.tax_code, tax.tax_percent) FROM erp.invoice_tax tax WHERE tax.invoice_id = (document ->> 'id')::uuid),
      (SELECT jsonb_agg(to_jsonb(part) ORDER BY part.position) FROM erp.instalment part WHERE part.invoice_id = (document ->> 'id')::uuid))::text)
  $body$`;

/** Seals the invoice in the statement that posts it, so that the auditor can tell whether it is still the same (N2). */
const sealInvoice = `
  CREATE FUNCTION erp.seal_invoice() RETURNS trigger LANGUAGE plpgsql AS $body$
  BEGIN
    NEW.seal := erp.invoice_seal(to_jsonb(NEW));
    RETURN NEW;
  END $body$`;

const part = (table: string): string =>
  `CREATE TRIGGER ${table}_guard BEFORE INSERT OR UPDATE OR DELETE ON erp.${table} FOR EACH ROW EXECUTE FUNCTION erp.guard_posted_part('invoice', 'invoice_id')`;

/** Invoices: immutable once posted, numbered without a gap, adding up exactly. */
export const invoiceMigration: ModuleMigration = {
  name: '20261121_25_erp_invoice',
  up: [
    invoice,
    'CREATE INDEX invoice_order ON erp.invoice (order_id)',
    'CREATE INDEX invoice_customer ON erp.invoice (customer_id)',
    invoiceLine,
    'CREATE INDEX invoice_line_order_line ON erp.invoice_line (order_line_id)',
    applyInvoiced,
    invoiceTax,
    instalment,
    'CREATE TRIGGER invoice_line_apply AFTER INSERT OR UPDATE OF stock_quantity, order_line_id OR DELETE ON erp.invoice_line FOR EACH ROW EXECUTE FUNCTION erp.apply_invoiced()',
    part('invoice_line'),
    part('invoice_tax'),
    part('instalment'),
    "CREATE TRIGGER invoice_guard BEFORE UPDATE OR DELETE ON erp.invoice FOR EACH ROW EXECUTE FUNCTION erp.guard_posted('{posted}', '{payment_status}')",
    invoiceSeal,
    sealInvoice,
    `CREATE TRIGGER invoice_seal BEFORE UPDATE ON erp.invoice FOR EACH ROW WHEN (OLD.status = 'draft' AND NEW.status = 'posted')
       EXECUTE FUNCTION erp.seal_invoice()`,
    checkSums,
    `CREATE CONSTRAINT TRIGGER invoice_sums AFTER INSERT OR UPDATE ON erp.invoice DEFERRABLE INITIALLY DEFERRED
       FOR EACH ROW EXECUTE FUNCTION erp.check_invoice_sums()`,
    checkSeriesUsed,
    `CREATE CONSTRAINT TRIGGER number_series_used AFTER INSERT OR UPDATE ON erp.number_series DEFERRABLE INITIALLY DEFERRED
       FOR EACH ROW EXECUTE FUNCTION erp.check_series_used()`,
  ],
};
