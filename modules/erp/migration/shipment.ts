import type { ModuleMigration } from '../../../engine/port/module-contract.ts';
import { COMMON_COLUMNS } from '../../base/index.ts';

const shipment = `
  CREATE TABLE erp.shipment (
    id uuid PRIMARY KEY,
    shipment_no text CONSTRAINT shipment_number_unique UNIQUE,
    order_id uuid NOT NULL REFERENCES erp.sales_order,
    customer_id uuid NOT NULL,
    status text NOT NULL DEFAULT 'draft' CHECK (status IN ('draft', 'posted', 'cancelled')),
    carrier text,
    posted_at timestamptz(3),
    cost numeric(19,4),${COMMON_COLUMNS},
    CHECK ((status = 'posted') = (shipment_no IS NOT NULL)),
    CHECK ((status = 'posted') = (posted_at IS NOT NULL))
  )`;

const shipmentLine = `
  CREATE TABLE erp.shipment_line (
    id uuid PRIMARY KEY,
    shipment_id uuid NOT NULL REFERENCES erp.shipment,
    order_line_id uuid NOT NULL REFERENCES erp.sales_order_line,
    reservation_id uuid NOT NULL REFERENCES erp.reservation,
    item_id uuid NOT NULL REFERENCES erp.item,
    location_id uuid NOT NULL REFERENCES erp.location,
    quantity numeric(20,6) NOT NULL CHECK (quantity > 0),
    picked numeric(20,6) CHECK (picked >= 0),${COMMON_COLUMNS},
    UNIQUE (shipment_id, reservation_id)
  )`;

/** What was picked counts as shipped on the order line, once, in the statement that posts it (O1, O2). */
const applyPicked = `
  CREATE FUNCTION erp.apply_picked() RETURNS trigger LANGUAGE plpgsql AS $body$
  BEGIN
    UPDATE erp.sales_order_line SET shipped = shipped + NEW.picked - coalesce(OLD.picked, 0) WHERE id = NEW.order_line_id;
    RETURN NULL;
  END $body$`;

/** A posted document never changes (N2): what must be corrected is corrected by a new document. */
const guardPosted = `
  CREATE FUNCTION erp.guard_posted() RETURNS trigger LANGUAGE plpgsql AS $body$
  DECLARE free text[] := ARRAY['version', 'updated_at', 'updated_by'] || TG_ARGV[1]::text[];
  BEGIN
    IF to_jsonb(OLD) ->> 'status' <> ALL (TG_ARGV[0]::text[]) THEN
      IF TG_OP = 'DELETE' THEN
        RETURN OLD;
      END IF;
      RETURN NEW;
    END IF;
    IF TG_OP = 'DELETE' OR to_jsonb(NEW) - free <> to_jsonb(OLD) - free THEN
      RAISE EXCEPTION 'Expected the posted %.% % to stay as it is, but % was asked for', TG_TABLE_SCHEMA, TG_TABLE_NAME, OLD.id, lower(TG_OP)
        USING ERRCODE = 'LWIMM';
    END IF;
    RETURN NEW;
  END $body$`;

/** The parts of a posted document never change either; the arguments name the parent table and the column that points to it. */
const guardPostedPart = `
  CREATE FUNCTION erp.guard_posted_part() RETURNS trigger LANGUAGE plpgsql AS $body$
  DECLARE
    parent_status text;
    part jsonb := CASE WHEN TG_OP = 'DELETE' THEN to_jsonb(OLD) ELSE to_jsonb(NEW) END;
  BEGIN
    EXECUTE format('SELECT status FROM erp.%I WHERE id = $1', TG_ARGV[0]) INTO parent_status USING (part ->> TG_ARGV[1])::uuid;
    IF parent_status <> 'draft' THEN
      RAISE EXCEPTION 'Expected a draft % to change its parts, but it is %', TG_ARGV[0], parent_status USING ERRCODE = 'LWIMM';
    END IF;
    IF TG_OP = 'DELETE' THEN
      RETURN OLD;
    END IF;
    RETURN NEW;
  END $body$`;

const goodsReceipt = `
  CREATE TABLE erp.goods_receipt (
    id uuid PRIMARY KEY,
    location_id uuid NOT NULL REFERENCES erp.location,
    received_at timestamptz(3) NOT NULL,
    reference text,${COMMON_COLUMNS}
  )`;

const writeOff = `
  CREATE TABLE erp.write_off (
    id uuid PRIMARY KEY,
    series text,
    number integer CHECK (number > 0),
    write_off_no text CONSTRAINT write_off_number_unique UNIQUE,
    item_id uuid NOT NULL REFERENCES erp.item,
    location_id uuid NOT NULL REFERENCES erp.location,
    quantity numeric(20,6) NOT NULL CHECK (quantity > 0),
    reason text NOT NULL CONSTRAINT write_off_has_reason CHECK (btrim(reason) <> ''),
    note text,
    cost_account text NOT NULL CONSTRAINT write_off_has_cost_account CHECK (btrim(cost_account) <> ''),
    value numeric(19,4) NOT NULL CHECK (value >= 0),
    approval_above numeric(19,4),
    approved_by text,
    status text NOT NULL DEFAULT 'draft' CHECK (status IN ('draft', 'posted', 'cancelled', 'reversed')),
    cost numeric(19,4),
    move_id uuid REFERENCES erp.stock_move,
    reversal_move_id uuid REFERENCES erp.stock_move,
    posted_at timestamptz(3),
    reversed_at timestamptz(3),${COMMON_COLUMNS},
    CONSTRAINT write_off_series_number_unique UNIQUE (series, number),
    CONSTRAINT write_off_approved CHECK (status IN ('draft', 'cancelled') OR approval_above IS NULL OR value <= approval_above OR approved_by IS NOT NULL),
    CONSTRAINT write_off_posted_is_complete CHECK ((status IN ('posted', 'reversed')) = (write_off_no IS NOT NULL AND move_id IS NOT NULL AND cost IS NOT NULL))
  )`;

/** Goods receipts, shipments and write-offs: the documents that move goods. */
export const shipmentMigration: ModuleMigration = {
  name: '20261121_24_erp_shipment',
  up: [
    shipment,
    'CREATE INDEX shipment_order ON erp.shipment (order_id)',
    shipmentLine,
    'CREATE INDEX shipment_line_order_line ON erp.shipment_line (order_line_id)',
    'CREATE INDEX shipment_line_reservation ON erp.shipment_line (reservation_id)',
    applyPicked,
    guardPosted,
    guardPostedPart,
    "CREATE TRIGGER shipment_line_exact BEFORE INSERT OR UPDATE OF picked ON erp.shipment_line FOR EACH ROW EXECUTE FUNCTION erp.refuse_inexact('picked')",
    `CREATE TRIGGER shipment_line_apply AFTER UPDATE OF picked ON erp.shipment_line FOR EACH ROW
       WHEN (OLD.picked IS DISTINCT FROM NEW.picked) EXECUTE FUNCTION erp.apply_picked()`,
    "CREATE TRIGGER shipment_line_guard BEFORE INSERT OR UPDATE OR DELETE ON erp.shipment_line FOR EACH ROW EXECUTE FUNCTION erp.guard_posted_part('shipment', 'shipment_id')",
    "CREATE TRIGGER shipment_guard BEFORE UPDATE OR DELETE ON erp.shipment FOR EACH ROW EXECUTE FUNCTION erp.guard_posted('{posted,cancelled}', '{}')",
    goodsReceipt,
    writeOff,
    'CREATE INDEX write_off_item ON erp.write_off (item_id)',
    "CREATE TRIGGER write_off_exact BEFORE INSERT OR UPDATE OF quantity ON erp.write_off FOR EACH ROW EXECUTE FUNCTION erp.refuse_inexact('quantity')",
    "CREATE TRIGGER write_off_guard BEFORE UPDATE OR DELETE ON erp.write_off FOR EACH ROW EXECUTE FUNCTION erp.guard_posted('{posted,cancelled,reversed}', '{status,reversal_move_id,reversed_at}')",
  ],
};
