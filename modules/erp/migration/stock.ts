import type { ModuleMigration } from '../../../engine/port/module-contract.ts';
import { VIRTUAL_LOCATION } from '../operation/shared/location.ts';

const virtualLocations = `
  INSERT INTO erp.location (id, code, name, kind) VALUES
    ('${VIRTUAL_LOCATION.supplier}', 'SUPPLIER', 'Suppliers', 'supplier'),
    ('${VIRTUAL_LOCATION.customer}', 'CUSTOMER', 'Customers', 'customer'),
    ('${VIRTUAL_LOCATION.scrap}', 'SCRAP', 'Scrap', 'scrap'),
    ('${VIRTUAL_LOCATION.loss}', 'LOSS', 'Stock loss', 'loss')`;

const stockMove = `
  CREATE TABLE erp.stock_move (
    id uuid PRIMARY KEY,
    sequence bigint GENERATED ALWAYS AS IDENTITY UNIQUE,
    document_type text NOT NULL CHECK (document_type IN ('receipt', 'shipment', 'write_off', 'transfer')),
    document_id uuid NOT NULL,
    item_id uuid NOT NULL REFERENCES erp.item,
    quantity numeric(20,6) NOT NULL CONSTRAINT stock_move_quantity_positive CHECK (quantity > 0),
    from_location_id uuid NOT NULL REFERENCES erp.location,
    to_location_id uuid NOT NULL REFERENCES erp.location,
    serial text,
    effective_at timestamptz(3) NOT NULL,
    unit_cost numeric(24,10) NOT NULL CHECK (unit_cost >= 0),
    value numeric(19,4) NOT NULL CHECK (value >= 0),
    reversal_of uuid CONSTRAINT stock_move_reversed_once UNIQUE REFERENCES erp.stock_move,
    company_id uuid NOT NULL DEFAULT '00000000-0000-7000-8000-000000000001',
    branch_id uuid,
    version integer NOT NULL DEFAULT 1,
    created_at timestamptz(3) NOT NULL DEFAULT now(),
    created_by text,
    process_instance_id text,
    CONSTRAINT stock_move_changes_place CHECK (from_location_id <> to_location_id)
  )`;

const stockBalance = `
  CREATE TABLE erp.stock_balance (
    id uuid NOT NULL DEFAULT gen_random_uuid() UNIQUE,
    item_id uuid NOT NULL REFERENCES erp.item,
    location_id uuid NOT NULL REFERENCES erp.location,
    on_hand numeric(20,6) NOT NULL DEFAULT 0 CONSTRAINT stock_balance_on_hand_not_negative CHECK (on_hand >= 0),
    reserved numeric(20,6) NOT NULL DEFAULT 0,
    available numeric(20,6) GENERATED ALWAYS AS (on_hand - reserved) STORED,
    PRIMARY KEY (item_id, location_id),
    CONSTRAINT stock_balance_reserved_within_on_hand CHECK (reserved BETWEEN 0 AND on_hand)
  ) WITH (fillfactor = 70)`;

/** Quantity and value left per item under average cost. The last issue takes what is left of the value (V2). */
const stockValuation = `
  CREATE TABLE erp.stock_valuation (
    item_id uuid PRIMARY KEY REFERENCES erp.item,
    quantity numeric(20,6) NOT NULL DEFAULT 0 CHECK (quantity >= 0),
    value numeric(19,4) NOT NULL DEFAULT 0 CHECK (value >= 0),
    CONSTRAINT stock_valuation_empty_is_worthless CHECK (quantity > 0 OR value = 0)
  ) WITH (fillfactor = 70)`;

/** Where each serial number lies now: the primary key holds that it lies in one place at most (I5). */
const serialPosition = `
  CREATE TABLE erp.serial_position (
    item_id uuid NOT NULL REFERENCES erp.item,
    serial text NOT NULL,
    location_id uuid NOT NULL REFERENCES erp.location,
    CONSTRAINT serial_position_once PRIMARY KEY (item_id, serial)
  )`;

const checkMove = `
  CREATE FUNCTION erp.check_stock_move() RETURNS trigger LANGUAGE plpgsql AS $body$
  DECLARE how text;
  BEGIN
    PERFORM erp.refuse_closed_period(NEW.company_id, (NEW.effective_at AT TIME ZONE 'UTC')::date);
    SELECT tracking INTO how FROM erp.item WHERE id = NEW.item_id;
    IF how = 'serial' AND (NEW.serial IS NULL OR NEW.quantity <> 1) THEN
      RAISE EXCEPTION 'Expected one serial number per move of item %, but the move has quantity % and serial %', NEW.item_id, NEW.quantity, NEW.serial
        USING ERRCODE = 'LWSER';
    END IF;
    RETURN NEW;
  END $body$`;

/** The only writer of on-hand quantities, values and serial positions: they are what the moves say, by construction (I2). */
const applyMove = `
  CREATE FUNCTION erp.apply_stock_move() RETURNS trigger LANGUAGE plpgsql AS $body$
  DECLARE
    leaves boolean := EXISTS (SELECT 1 FROM erp.location WHERE id = NEW.from_location_id AND kind = 'internal');
    enters boolean := EXISTS (SELECT 1 FROM erp.location WHERE id = NEW.to_location_id AND kind = 'internal');
  BEGIN
    IF leaves THEN
      UPDATE erp.stock_balance SET on_hand = on_hand - NEW.quantity WHERE item_id = NEW.item_id AND location_id = NEW.from_location_id;
      IF NOT FOUND THEN
        INSERT INTO erp.stock_balance (item_id, location_id, on_hand) VALUES (NEW.item_id, NEW.from_location_id, -NEW.quantity);
      END IF;
      IF NEW.serial IS NOT NULL THEN
        DELETE FROM erp.serial_position WHERE item_id = NEW.item_id AND serial = NEW.serial AND location_id = NEW.from_location_id;
        IF NOT FOUND THEN
          RAISE EXCEPTION 'Expected serial number % in location %, but it is not there', NEW.serial, NEW.from_location_id USING ERRCODE = 'LWSER';
        END IF;
      END IF;
    END IF;
    IF enters THEN
      INSERT INTO erp.stock_balance (item_id, location_id, on_hand) VALUES (NEW.item_id, NEW.to_location_id, NEW.quantity)
        ON CONFLICT (item_id, location_id) DO UPDATE SET on_hand = stock_balance.on_hand + EXCLUDED.on_hand;
      IF NEW.serial IS NOT NULL THEN
        INSERT INTO erp.serial_position (item_id, serial, location_id) VALUES (NEW.item_id, NEW.serial, NEW.to_location_id);
      END IF;
    END IF;
    IF enters AND NOT leaves THEN
      INSERT INTO erp.stock_valuation (item_id, quantity, value) VALUES (NEW.item_id, NEW.quantity, NEW.value)
        ON CONFLICT (item_id) DO UPDATE SET quantity = stock_valuation.quantity + EXCLUDED.quantity, value = stock_valuation.value + EXCLUDED.value;
    ELSIF leaves AND NOT enters THEN
      UPDATE erp.stock_valuation SET quantity = quantity - NEW.quantity, value = value - NEW.value WHERE item_id = NEW.item_id;
    END IF;
    RETURN NULL;
  END $body$`;

/** Sums that triggers keep may be written by triggers only: a statement of the application arrives here at depth one. */
const guardDerived = `
  CREATE FUNCTION erp.guard_derived() RETURNS trigger LANGUAGE plpgsql AS $body$
  BEGIN
    IF pg_trigger_depth() < 2 THEN
      RAISE EXCEPTION 'Expected %.% to change through its ledger only, but a direct % was asked for', TG_TABLE_SCHEMA, TG_TABLE_NAME, lower(TG_OP)
        USING ERRCODE = 'LWDRV';
    END IF;
    IF TG_OP = 'DELETE' THEN
      RETURN OLD;
    END IF;
    RETURN NEW;
  END $body$`;

const fixLocationKind = `
  CREATE FUNCTION erp.fix_location_kind() RETURNS trigger LANGUAGE plpgsql AS $body$
  BEGIN
    IF EXISTS (SELECT 1 FROM erp.stock_move WHERE from_location_id = OLD.id OR to_location_id = OLD.id) THEN
      RAISE EXCEPTION 'Expected location % to keep kind % after its first move, but % was asked for', OLD.code, OLD.kind, NEW.kind USING ERRCODE = 'LWIMM';
    END IF;
    RETURN NEW;
  END $body$`;

/** The append-only stock ledger and the sums that triggers keep from it. */
export const stockMigration: ModuleMigration = {
  name: '20261121_22_erp_stock',
  up: [
    virtualLocations,
    stockMove,
    'CREATE INDEX stock_move_item ON erp.stock_move (item_id, effective_at DESC)',
    'CREATE INDEX stock_move_from ON erp.stock_move (from_location_id, item_id)',
    'CREATE INDEX stock_move_to ON erp.stock_move (to_location_id, item_id)',
    'CREATE INDEX stock_move_document ON erp.stock_move (document_id)',
    stockBalance,
    stockValuation,
    serialPosition,
    checkMove,
    applyMove,
    guardDerived,
    fixLocationKind,
    'CREATE TRIGGER stock_move_check BEFORE INSERT ON erp.stock_move FOR EACH ROW EXECUTE FUNCTION erp.check_stock_move()',
    "CREATE TRIGGER stock_move_exact BEFORE INSERT ON erp.stock_move FOR EACH ROW EXECUTE FUNCTION erp.refuse_inexact('quantity')",
    'CREATE TRIGGER stock_move_apply AFTER INSERT ON erp.stock_move FOR EACH ROW EXECUTE FUNCTION erp.apply_stock_move()',
    'CREATE TRIGGER stock_move_append_only BEFORE UPDATE OR DELETE ON erp.stock_move FOR EACH ROW EXECUTE FUNCTION erp.refuse_change()',
    'CREATE TRIGGER stock_move_not_truncated BEFORE TRUNCATE ON erp.stock_move FOR EACH STATEMENT EXECUTE FUNCTION erp.refuse_change()',
    'CREATE TRIGGER stock_balance_derived BEFORE INSERT OR UPDATE OR DELETE ON erp.stock_balance FOR EACH ROW EXECUTE FUNCTION erp.guard_derived()',
    'CREATE TRIGGER stock_valuation_derived BEFORE INSERT OR UPDATE OR DELETE ON erp.stock_valuation FOR EACH ROW EXECUTE FUNCTION erp.guard_derived()',
    'CREATE TRIGGER serial_position_derived BEFORE INSERT OR UPDATE OR DELETE ON erp.serial_position FOR EACH ROW EXECUTE FUNCTION erp.guard_derived()',
    `CREATE TRIGGER location_kind_fixed BEFORE UPDATE OF kind ON erp.location FOR EACH ROW
       WHEN (OLD.kind IS DISTINCT FROM NEW.kind) EXECUTE FUNCTION erp.fix_location_kind()`,
  ],
};
