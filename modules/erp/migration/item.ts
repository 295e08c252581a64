import type { ModuleMigration } from '../../../engine/port/module-contract.ts';
import { COMMON_COLUMNS } from '../../base/index.ts';

const uom = `
  CREATE TABLE erp.uom (
    code text PRIMARY KEY,
    name jsonb NOT NULL
  )`;

const units = `
  INSERT INTO erp.uom (code, name) VALUES
    ('pcs',  '{"en":"piece","es":"unidad","cs":"kus","ru":"штука","ka":"ცალი"}'),
    ('kg',   '{"en":"kilogram","es":"kilogramo","cs":"kilogram","ru":"килограмм","ka":"კილოგრამი"}'),
    ('g',    '{"en":"gram","es":"gramo","cs":"gram","ru":"грамм","ka":"გრამი"}'),
    ('l',    '{"en":"litre","es":"litro","cs":"litr","ru":"литр","ka":"ლიტრი"}'),
    ('m',    '{"en":"metre","es":"metro","cs":"metr","ru":"метр","ka":"მეტრი"}'),
    ('pack', '{"en":"pack","es":"paquete","cs":"balení","ru":"упаковка","ka":"შეკვრა"}'),
    ('box',  '{"en":"box","es":"caja","cs":"krabice","ru":"коробка","ka":"ყუთი"}'),
    ('hour', '{"en":"hour","es":"hora","cs":"hodina","ru":"час","ka":"საათი"}')`;

const item = `
  CREATE TABLE erp.item (
    id uuid PRIMARY KEY,
    sku text NOT NULL CHECK (btrim(sku) <> ''),
    name text NOT NULL CHECK (btrim(name) <> ''),
    type text NOT NULL DEFAULT 'stock' CHECK (type IN ('stock', 'service')),
    stock_uom text NOT NULL REFERENCES erp.uom,
    quantity_step numeric(20,6) NOT NULL DEFAULT 1 CHECK (quantity_step > 0),
    tracking text NOT NULL DEFAULT 'none' CHECK (tracking IN ('none', 'serial')),
    valuation text NOT NULL DEFAULT 'average' CHECK (valuation IN ('average')),
    tax_code text NOT NULL DEFAULT 'standard',
    category text,
    blocked boolean NOT NULL DEFAULT false,
    description text,${COMMON_COLUMNS},
    CONSTRAINT item_sku_unique UNIQUE (company_id, sku),
    CHECK (tracking = 'none' OR quantity_step = 1)
  )`;

/** A unit of an item: one such unit is numerator/denominator stock units (U1). */
const itemUom = `
  CREATE TABLE erp.item_uom (
    item_id uuid NOT NULL REFERENCES erp.item,
    uom text NOT NULL REFERENCES erp.uom,
    numerator integer NOT NULL CHECK (numerator > 0),
    denominator integer NOT NULL DEFAULT 1 CHECK (denominator > 0),
    PRIMARY KEY (item_id, uom)
  )`;

const refuseChange = `
  CREATE FUNCTION erp.refuse_change() RETURNS trigger LANGUAGE plpgsql AS $body$
  BEGIN
    RAISE EXCEPTION 'Expected rows of %.% to stay as they are, but % was asked for', TG_TABLE_SCHEMA, TG_TABLE_NAME, lower(TG_OP)
      USING ERRCODE = 'LWIMM';
  END $body$`;

/** Refuses a quantity in stock units that is not a multiple of the item's step; the column's name is the trigger's argument (U2). */
const refuseInexact = `
  CREATE FUNCTION erp.refuse_inexact() RETURNS trigger LANGUAGE plpgsql AS $body$
  DECLARE
    asked numeric := (to_jsonb(NEW) ->> TG_ARGV[0])::numeric;
    rule record;
  BEGIN
    SELECT sku, quantity_step, stock_uom INTO rule FROM erp.item WHERE id = NEW.item_id;
    IF asked IS NOT NULL AND asked % rule.quantity_step <> 0 THEN
      RAISE EXCEPTION 'Expected the quantity of % to be a multiple of % %, but it is %',
        rule.sku, trim_scale(rule.quantity_step), rule.stock_uom, trim_scale(asked) USING ERRCODE = 'LWQTY';
    END IF;
    RETURN NEW;
  END $body$`;

const warehouse = `
  CREATE TABLE erp.warehouse (
    id uuid PRIMARY KEY,
    code text NOT NULL,
    name text NOT NULL,
    address text,${COMMON_COLUMNS},
    UNIQUE (company_id, code)
  )`;

const location = `
  CREATE TABLE erp.location (
    id uuid PRIMARY KEY,
    warehouse_id uuid REFERENCES erp.warehouse,
    code text NOT NULL,
    name text NOT NULL,
    kind text NOT NULL CHECK (kind IN ('internal', 'supplier', 'customer', 'production', 'loss', 'scrap', 'transit')),${COMMON_COLUMNS},
    UNIQUE (company_id, code),
    CHECK (kind <> 'internal' OR warehouse_id IS NOT NULL)
  )`;

const priceList = `
  CREATE TABLE erp.price_list (
    id uuid PRIMARY KEY,
    name text NOT NULL UNIQUE,
    currency text NOT NULL REFERENCES erp.currency,
    max_discount_percent numeric(9,6) NOT NULL DEFAULT 100 CHECK (max_discount_percent BETWEEN 0 AND 100),
    is_default boolean NOT NULL DEFAULT false,${COMMON_COLUMNS}
  )`;

const price = `
  CREATE TABLE erp.price (
    id uuid PRIMARY KEY,
    price_list_id uuid NOT NULL REFERENCES erp.price_list,
    item_id uuid NOT NULL REFERENCES erp.item,
    min_quantity numeric(20,6) NOT NULL DEFAULT 0 CHECK (min_quantity >= 0),
    unit_price numeric(24,10) NOT NULL CHECK (unit_price >= 0),
    valid_from date NOT NULL DEFAULT '2000-01-01',
    valid_to date,${COMMON_COLUMNS},
    CHECK (valid_to >= valid_from),
    CONSTRAINT price_no_overlap EXCLUDE USING gist
      (price_list_id WITH =, item_id WITH =, min_quantity WITH =, daterange(valid_from, valid_to, '[]') WITH &&)
  )`;

/** Items with their units, the places where stock lies, and price lists. */
export const itemMigration: ModuleMigration = {
  name: '20261121_21_erp_item',
  up: [
    uom,
    units,
    item,
    itemUom,
    refuseChange,
    refuseInexact,
    'CREATE TRIGGER item_uom_immutable BEFORE UPDATE ON erp.item_uom FOR EACH ROW EXECUTE FUNCTION erp.refuse_change()',
    warehouse,
    location,
    priceList,
    'CREATE UNIQUE INDEX price_list_one_default ON erp.price_list (company_id, currency) WHERE is_default',
    price,
    'CREATE INDEX price_item ON erp.price (item_id)',
  ],
};
