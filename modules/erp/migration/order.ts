import type { ModuleMigration } from '../../../engine/port/module-contract.ts';
import { COMMON_COLUMNS } from '../../base/index.ts';

const salesOrder = `
  CREATE TABLE erp.sales_order (
    id uuid PRIMARY KEY,
    order_no text CONSTRAINT sales_order_number_unique UNIQUE,
    customer_id uuid NOT NULL,
    counterparty_id uuid,
    party jsonb,
    deal_id uuid,
    status text NOT NULL DEFAULT 'draft' CHECK (status IN ('draft', 'confirmed', 'done', 'cancelled')),
    ordered_on date NOT NULL DEFAULT current_date,
    requested_on date,
    currency text NOT NULL REFERENCES erp.currency,
    rounding_rule text NOT NULL DEFAULT 'line-half-up' CHECK (rounding_rule IN ('line-half-up')),
    instalments integer NOT NULL DEFAULT 1 CHECK (instalments BETWEEN 1 AND 36),
    net numeric(19,4) NOT NULL DEFAULT 0,
    tax numeric(19,4) NOT NULL DEFAULT 0,
    total numeric(19,4) NOT NULL DEFAULT 0,
    customer_reference text,
    note text,${COMMON_COLUMNS},
    CONSTRAINT sales_order_total CHECK (total = net + tax),
    CHECK ((status IN ('confirmed', 'done')) <= (order_no IS NOT NULL))
  )`;

const salesOrderLine = `
  CREATE TABLE erp.sales_order_line (
    id uuid PRIMARY KEY,
    order_id uuid NOT NULL REFERENCES erp.sales_order,
    position integer NOT NULL CHECK (position > 0),
    item_id uuid NOT NULL REFERENCES erp.item,
    description text,
    uom text NOT NULL REFERENCES erp.uom,
    quantity numeric(20,6) NOT NULL CHECK (quantity > 0),
    stock_quantity numeric(20,6) NOT NULL CHECK (stock_quantity > 0),
    unit_price numeric(24,10) NOT NULL CHECK (unit_price >= 0),
    manual_price boolean NOT NULL DEFAULT false,
    discount_percent numeric(9,6) NOT NULL DEFAULT 0 CHECK (discount_percent BETWEEN 0 AND 100),
    tax_code text NOT NULL,
    tax_percent numeric(9,6) NOT NULL CHECK (tax_percent >= 0),
    net numeric(19,4) NOT NULL,
    tax numeric(19,4) NOT NULL,
    gross numeric(19,4) NOT NULL,
    billing text NOT NULL DEFAULT 'shipped' CHECK (billing IN ('shipped', 'ordered')),
    tolerance_percent numeric(9,6) NOT NULL DEFAULT 0 CHECK (tolerance_percent >= 0),
    reserved numeric(20,6) NOT NULL DEFAULT 0 CHECK (reserved >= 0),
    shipped numeric(20,6) NOT NULL DEFAULT 0 CHECK (shipped >= 0),
    invoiced numeric(20,6) NOT NULL DEFAULT 0 CHECK (invoiced >= 0),${COMMON_COLUMNS},
    CONSTRAINT sales_order_line_position_unique UNIQUE (order_id, position) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT sales_order_line_gross CHECK (gross = net + tax),
    CONSTRAINT sales_order_line_reserved_within_ordered CHECK (reserved <= stock_quantity),
    CONSTRAINT sales_order_line_shipped_within_ordered CHECK (shipped <= stock_quantity * (1 + tolerance_percent * 0.01)),
    CONSTRAINT sales_order_line_invoiced_within_policy CHECK (invoiced <= CASE billing WHEN 'ordered' THEN stock_quantity ELSE shipped END)
  )`;

/** Amounts of a line are always computed here, by the rule frozen on the order, never handed in. */
const priceLine = `
  CREATE FUNCTION erp.price_order_line() RETURNS trigger LANGUAGE plpgsql AS $body$
  DECLARE digits integer;
  BEGIN
    SELECT currency.scale INTO digits FROM erp.sales_order JOIN erp.currency ON currency.code = sales_order.currency WHERE sales_order.id = NEW.order_id;
    SELECT amounts.net, amounts.tax, amounts.gross INTO NEW.net, NEW.tax, NEW.gross
      FROM erp.line_amounts(NEW.unit_price, NEW.quantity, NEW.discount_percent, NEW.tax_percent, digits) amounts;
    RETURN NEW;
  END $body$`;

/** A line changes with its draft; afterwards only the sums of its reservations, shipments and invoices move. */
const guardLine = `
  CREATE FUNCTION erp.guard_order_line() RETURNS trigger LANGUAGE plpgsql AS $body$
  DECLARE
    header_status text;
    derived text[] := ARRAY['reserved', 'shipped', 'invoiced', 'version', 'updated_at', 'updated_by'];
  BEGIN
    IF TG_OP = 'UPDATE' AND to_jsonb(NEW) - derived = to_jsonb(OLD) - derived THEN
      IF (NEW.reserved, NEW.shipped, NEW.invoiced) IS DISTINCT FROM (OLD.reserved, OLD.shipped, OLD.invoiced) AND pg_trigger_depth() < 2 THEN
        RAISE EXCEPTION 'Expected the sums of order line % to change through their documents only', OLD.id USING ERRCODE = 'LWDRV';
      END IF;
      RETURN NEW;
    END IF;
    SELECT status INTO header_status FROM erp.sales_order WHERE id = CASE WHEN TG_OP = 'DELETE' THEN OLD.order_id ELSE NEW.order_id END;
    IF header_status <> 'draft' THEN
      RAISE EXCEPTION 'Expected a draft order to change its lines, but the order is %', header_status USING ERRCODE = 'LWIMM';
    END IF;
    IF TG_OP = 'DELETE' THEN
      RETURN OLD;
    END IF;
    RETURN NEW;
  END $body$`;

const sumOrder = `
  CREATE FUNCTION erp.sum_order() RETURNS trigger LANGUAGE plpgsql AS $body$
  DECLARE target uuid := CASE WHEN TG_OP = 'DELETE' THEN OLD.order_id ELSE NEW.order_id END;
  BEGIN
    UPDATE erp.sales_order SET net = sums.net, tax = sums.tax, total = sums.net + sums.tax
      FROM (SELECT coalesce(sum(line.net), 0) AS net, coalesce(sum(line.tax), 0) AS tax
              FROM erp.sales_order_line line WHERE line.order_id = target) sums
      WHERE sales_order.id = target;
    RETURN NULL;
  END $body$`;

/** Totals come from the lines; after the draft only the status may move. */
const guardOrder = `
  CREATE FUNCTION erp.guard_order() RETURNS trigger LANGUAGE plpgsql AS $body$
  DECLARE free text[] := ARRAY['status', 'note', 'custom', 'version', 'updated_at', 'updated_by', 'process_instance_id'];
  BEGIN
    IF (NEW.net, NEW.tax) IS DISTINCT FROM (OLD.net, OLD.tax) AND pg_trigger_depth() < 2 THEN
      RAISE EXCEPTION 'Expected the totals of order % to be the sum of its lines', OLD.id USING ERRCODE = 'LWDRV';
    END IF;
    IF OLD.status <> 'draft' AND to_jsonb(NEW) - free <> to_jsonb(OLD) - free THEN
      RAISE EXCEPTION 'Expected a draft order to be changed, but order % is %', coalesce(OLD.order_no, OLD.id::text), OLD.status USING ERRCODE = 'LWIMM';
    END IF;
    RETURN NEW;
  END $body$`;

const reservation = `
  CREATE TABLE erp.reservation (
    id uuid PRIMARY KEY,
    order_id uuid NOT NULL REFERENCES erp.sales_order,
    order_line_id uuid NOT NULL REFERENCES erp.sales_order_line,
    item_id uuid NOT NULL REFERENCES erp.item,
    location_id uuid NOT NULL REFERENCES erp.location,
    quantity numeric(20,6) NOT NULL CHECK (quantity > 0),
    consumed numeric(20,6) NOT NULL DEFAULT 0 CHECK (consumed >= 0),
    released numeric(20,6) NOT NULL DEFAULT 0 CHECK (released >= 0),
    open_quantity numeric(20,6) GENERATED ALWAYS AS (quantity - consumed - released) STORED,
    expires_at timestamptz(3) NOT NULL,${COMMON_COLUMNS},
    CONSTRAINT reservation_open_not_negative CHECK (consumed + released <= quantity)
  )`;

/** Keeps the reserved quantity of the balance and of the order line equal to the open reservations (I4, O2). */
const applyReservation = `
  CREATE FUNCTION erp.apply_reservation() RETURNS trigger LANGUAGE plpgsql AS $body$
  DECLARE delta numeric := NEW.open_quantity - CASE WHEN TG_OP = 'UPDATE' THEN OLD.open_quantity ELSE 0 END;
  BEGIN
    IF delta = 0 THEN
      RETURN NULL;
    END IF;
    UPDATE erp.stock_balance SET reserved = reserved + delta WHERE item_id = NEW.item_id AND location_id = NEW.location_id;
    IF NOT FOUND THEN
      INSERT INTO erp.stock_balance (item_id, location_id, reserved) VALUES (NEW.item_id, NEW.location_id, delta);
    END IF;
    UPDATE erp.sales_order_line SET reserved = reserved + delta WHERE id = NEW.order_line_id;
    RETURN NULL;
  END $body$`;

/** A reservation moves forward only: more consumed or more released, everything else stays. */
const guardReservation = `
  CREATE FUNCTION erp.guard_reservation() RETURNS trigger LANGUAGE plpgsql AS $body$
  BEGIN
    IF TG_OP = 'DELETE' OR (NEW.order_line_id, NEW.item_id, NEW.location_id, NEW.quantity) IS DISTINCT FROM
         (OLD.order_line_id, OLD.item_id, OLD.location_id, OLD.quantity) OR NEW.consumed < OLD.consumed OR NEW.released < OLD.released THEN
      RAISE EXCEPTION 'Expected reservation % to be consumed or released only', OLD.id USING ERRCODE = 'LWIMM';
    END IF;
    RETURN NEW;
  END $body$`;

/** Documents keep their quantities, so the unit of a used item stays, and its step may only become a part of the old one (U1, U2). */
const fixItemUnit = `
  CREATE FUNCTION erp.fix_item_unit() RETURNS trigger LANGUAGE plpgsql AS $body$
  BEGIN
    IF (NEW.stock_uom, NEW.tracking) IS NOT DISTINCT FROM (OLD.stock_uom, OLD.tracking) AND OLD.quantity_step % NEW.quantity_step = 0 THEN
      RETURN NEW;
    END IF;
    IF EXISTS (SELECT 1 FROM erp.stock_move WHERE item_id = OLD.id) OR EXISTS (SELECT 1 FROM erp.sales_order_line WHERE item_id = OLD.id) THEN
      RAISE EXCEPTION 'Expected % to keep unit %, tracking % and a step that divides %, because documents use it', OLD.sku, OLD.stock_uom, OLD.tracking, trim_scale(OLD.quantity_step)
        USING ERRCODE = 'LWIMM';
    END IF;
    RETURN NEW;
  END $body$`;

/** Sales orders with frozen prices, and the reservations that hold stock for them. */
export const orderMigration: ModuleMigration = {
  name: '20261121_23_erp_order',
  up: [
    salesOrder,
    'CREATE INDEX sales_order_customer ON erp.sales_order (customer_id)',
    salesOrderLine,
    'CREATE INDEX sales_order_line_item ON erp.sales_order_line (item_id)',
    priceLine,
    guardLine,
    sumOrder,
    guardOrder,
    'CREATE TRIGGER sales_order_guard BEFORE UPDATE ON erp.sales_order FOR EACH ROW EXECUTE FUNCTION erp.guard_order()',
    'CREATE TRIGGER sales_order_line_guard BEFORE INSERT OR UPDATE OR DELETE ON erp.sales_order_line FOR EACH ROW EXECUTE FUNCTION erp.guard_order_line()',
    `CREATE TRIGGER sales_order_line_price BEFORE INSERT OR UPDATE OF quantity, unit_price, discount_percent, tax_percent, net, tax, gross
       ON erp.sales_order_line FOR EACH ROW EXECUTE FUNCTION erp.price_order_line()`,
    "CREATE TRIGGER sales_order_line_exact BEFORE INSERT OR UPDATE OF stock_quantity ON erp.sales_order_line FOR EACH ROW EXECUTE FUNCTION erp.refuse_inexact('stock_quantity')",
    'CREATE TRIGGER sales_order_line_sum AFTER INSERT OR UPDATE OF net, tax, quantity, unit_price, discount_percent, tax_percent OR DELETE ON erp.sales_order_line FOR EACH ROW EXECUTE FUNCTION erp.sum_order()',
    fixItemUnit,
    `CREATE TRIGGER item_unit_fixed BEFORE UPDATE OF stock_uom, tracking, quantity_step ON erp.item FOR EACH ROW
       WHEN ((OLD.stock_uom, OLD.tracking, OLD.quantity_step) IS DISTINCT FROM (NEW.stock_uom, NEW.tracking, NEW.quantity_step))
       EXECUTE FUNCTION erp.fix_item_unit()`,
    reservation,
    'CREATE INDEX reservation_line ON erp.reservation (order_line_id)',
    'CREATE INDEX reservation_open ON erp.reservation (item_id, location_id) WHERE consumed + released < quantity',
    'CREATE INDEX reservation_order ON erp.reservation (order_id)',
    applyReservation,
    guardReservation,
    "CREATE TRIGGER reservation_exact BEFORE INSERT ON erp.reservation FOR EACH ROW EXECUTE FUNCTION erp.refuse_inexact('quantity')",
    'CREATE TRIGGER reservation_apply AFTER INSERT OR UPDATE ON erp.reservation FOR EACH ROW EXECUTE FUNCTION erp.apply_reservation()',
    'CREATE TRIGGER reservation_guard BEFORE UPDATE OR DELETE ON erp.reservation FOR EACH ROW EXECUTE FUNCTION erp.guard_reservation()',
  ],
};
