import type { ModuleMigration } from '../../../engine/port/module-contract.ts';
import { COMMON_COLUMNS } from '../../base/index.ts';

const openItem = `
  CREATE TABLE erp.open_item (
    id uuid PRIMARY KEY,
    invoice_id uuid NOT NULL REFERENCES erp.invoice,
    position integer NOT NULL,
    customer_id uuid NOT NULL,
    currency text NOT NULL REFERENCES erp.currency,
    due_on date NOT NULL,
    amount numeric(19,4) NOT NULL CHECK (amount >= 0),
    allocated numeric(19,4) NOT NULL DEFAULT 0,
    residual numeric(19,4) GENERATED ALWAYS AS (amount - allocated) STORED,
    UNIQUE (invoice_id, position),
    CONSTRAINT open_item_residual_not_negative CHECK (allocated BETWEEN 0 AND amount)
  )`;

const payment = `
  CREATE TABLE erp.payment (
    id uuid PRIMARY KEY,
    payment_no text NOT NULL CONSTRAINT payment_number_unique UNIQUE,
    customer_id uuid NOT NULL,
    amount numeric(19,4) NOT NULL CHECK (amount > 0),
    currency text NOT NULL REFERENCES erp.currency,
    received_on date NOT NULL,
    reference text,
    allocated numeric(19,4) NOT NULL DEFAULT 0,
    residual numeric(19,4) GENERATED ALWAYS AS (amount - allocated) STORED,${COMMON_COLUMNS},
    CONSTRAINT payment_residual_not_negative CHECK (allocated BETWEEN 0 AND amount)
  )`;

const allocation = `
  CREATE TABLE erp.allocation (
    id uuid PRIMARY KEY,
    payment_id uuid NOT NULL REFERENCES erp.payment,
    open_item_id uuid NOT NULL REFERENCES erp.open_item,
    amount numeric(19,4) NOT NULL CHECK (amount > 0),
    allocated_at timestamptz(3) NOT NULL,
    cancelled_at timestamptz(3),
    created_by text,
    process_instance_id text
  )`;

const checkAllocation = `
  CREATE FUNCTION erp.check_allocation() RETURNS trigger LANGUAGE plpgsql AS $body$
  DECLARE
    paid text;
    owed text;
  BEGIN
    IF TG_OP = 'UPDATE' THEN
      IF OLD.cancelled_at IS NOT NULL OR (NEW.payment_id, NEW.open_item_id, NEW.amount) IS DISTINCT FROM (OLD.payment_id, OLD.open_item_id, OLD.amount) THEN
        RAISE EXCEPTION 'Expected allocation % to be cancelled at most once and not changed', OLD.id USING ERRCODE = 'LWIMM';
      END IF;
      RETURN NEW;
    END IF;
    SELECT currency INTO paid FROM erp.payment WHERE id = NEW.payment_id;
    SELECT currency INTO owed FROM erp.open_item WHERE id = NEW.open_item_id;
    IF paid <> owed THEN
      RAISE EXCEPTION 'Expected a payment in %, but it is in %', owed, paid USING ERRCODE = 'LWCUR';
    END IF;
    RETURN NEW;
  END $body$`;

/** Keeps what is allocated on the payment and on the open item equal to the live allocations (N5). */
const applyAllocation = `
  CREATE FUNCTION erp.apply_allocation() RETURNS trigger LANGUAGE plpgsql AS $body$
  DECLARE delta numeric := CASE WHEN TG_OP = 'INSERT' THEN NEW.amount WHEN OLD.cancelled_at IS NULL AND NEW.cancelled_at IS NOT NULL THEN -NEW.amount ELSE 0 END;
  BEGIN
    UPDATE erp.payment SET allocated = allocated + delta WHERE id = NEW.payment_id;
    UPDATE erp.open_item SET allocated = allocated + delta WHERE id = NEW.open_item_id;
    RETURN NULL;
  END $body$`;

const guardPaid = `
  CREATE FUNCTION erp.guard_paid() RETURNS trigger LANGUAGE plpgsql AS $body$
  DECLARE free text[] := ARRAY['allocated', 'residual', 'reference', 'version', 'updated_at', 'updated_by', 'custom'];
  BEGIN
    IF TG_OP = 'DELETE' OR to_jsonb(NEW) - free <> to_jsonb(OLD) - free THEN
      RAISE EXCEPTION 'Expected %.% % to stay as it is, but % was asked for', TG_TABLE_SCHEMA, TG_TABLE_NAME, OLD.id, lower(TG_OP) USING ERRCODE = 'LWIMM';
    END IF;
    IF NEW.allocated <> OLD.allocated AND pg_trigger_depth() < 2 THEN
      RAISE EXCEPTION 'Expected %.% to change through allocations only', TG_TABLE_SCHEMA, TG_TABLE_NAME USING ERRCODE = 'LWDRV';
    END IF;
    RETURN NEW;
  END $body$`;

const showPaymentStatus = `
  CREATE FUNCTION erp.show_payment_status() RETURNS trigger LANGUAGE plpgsql AS $body$
  BEGIN
    UPDATE erp.invoice SET payment_status = sums.status
      FROM (SELECT CASE WHEN sum(residual) = 0 THEN 'paid' WHEN sum(allocated) = 0 THEN 'open' ELSE 'partial' END AS status
              FROM erp.open_item WHERE invoice_id = NEW.invoice_id) sums
      WHERE invoice.id = NEW.invoice_id AND invoice.payment_status <> sums.status;
    RETURN NULL;
  END $body$`;

/** Receivables by instalment, payments and how they are allocated. */
export const paymentMigration: ModuleMigration = {
  name: '20261121_26_erp_payment',
  up: [
    openItem,
    'CREATE INDEX open_item_customer ON erp.open_item (customer_id) WHERE allocated < amount',
    payment,
    'CREATE INDEX payment_customer ON erp.payment (customer_id)',
    allocation,
    'CREATE INDEX allocation_payment ON erp.allocation (payment_id)',
    'CREATE INDEX allocation_open_item ON erp.allocation (open_item_id)',
    checkAllocation,
    applyAllocation,
    guardPaid,
    showPaymentStatus,
    'CREATE TRIGGER allocation_check BEFORE INSERT OR UPDATE ON erp.allocation FOR EACH ROW EXECUTE FUNCTION erp.check_allocation()',
    'CREATE TRIGGER allocation_apply AFTER INSERT OR UPDATE ON erp.allocation FOR EACH ROW EXECUTE FUNCTION erp.apply_allocation()',
    'CREATE TRIGGER allocation_not_deleted BEFORE DELETE ON erp.allocation FOR EACH ROW EXECUTE FUNCTION erp.refuse_change()',
    'CREATE TRIGGER payment_guard BEFORE UPDATE OR DELETE ON erp.payment FOR EACH ROW EXECUTE FUNCTION erp.guard_paid()',
    'CREATE TRIGGER open_item_guard BEFORE UPDATE OR DELETE ON erp.open_item FOR EACH ROW EXECUTE FUNCTION erp.guard_paid()',
    'CREATE TRIGGER open_item_payment_status AFTER UPDATE OF allocated ON erp.open_item FOR EACH ROW EXECUTE FUNCTION erp.show_payment_status()',
  ],
};
