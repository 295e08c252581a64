import type { Invariant } from '../../../engine/port/module-contract.ts';

/** Units and numbers: rational conversions, whole steps, no floating point. */
export const unitInvariants: readonly Invariant[] = [
  {
    id: 'U1',
    title: 'A conversion is a ratio of positive whole numbers, and order lines were converted by it',
    sql: `
      SELECT item_id, uom, 'ratio' AS problem FROM erp.item_uom WHERE numerator <= 0 OR denominator <= 0
      UNION ALL
      SELECT line.item_id, line.uom, 'conversion'
        FROM erp.sales_order_line line JOIN erp.item ON item.id = line.item_id LEFT JOIN erp.item_uom unit ON unit.item_id = line.item_id AND unit.uom = line.uom
       WHERE line.stock_quantity * coalesce(unit.denominator, 1) <> line.quantity * coalesce(unit.numerator, 1)
          OR (unit.uom IS NULL AND line.uom <> item.stock_uom)`,
  },
  {
    id: 'U2',
    title: 'Every quantity on a document is a multiple of the step of its item',
    sql: `
      SELECT quantity.source, quantity.id, quantity.value::text AS value, item.sku, item.quantity_step::text AS step
        FROM (SELECT 'reservation' AS source, id, item_id, quantity AS value FROM erp.reservation
              UNION ALL SELECT 'reservation', id, item_id, consumed FROM erp.reservation
              UNION ALL SELECT 'reservation', id, item_id, released FROM erp.reservation
              UNION ALL SELECT 'shipment_line', id, item_id, quantity FROM erp.shipment_line
              UNION ALL SELECT 'shipment_line', id, item_id, picked FROM erp.shipment_line
              UNION ALL SELECT 'sales_order_line', id, item_id, stock_quantity FROM erp.sales_order_line
              UNION ALL SELECT 'invoice_line', id, item_id, stock_quantity FROM erp.invoice_line
              UNION ALL SELECT 'write_off', id, item_id, quantity FROM erp.write_off) quantity
        JOIN erp.item ON item.id = quantity.item_id
       WHERE quantity.value % item.quantity_step <> 0`,
  },
  {
    id: 'U3',
    title: 'No column of CRM or ERP holds floating point',
    sql: `
      SELECT table_schema, table_name, column_name, data_type FROM information_schema.columns
       WHERE table_schema IN ('crm', 'erp') AND data_type IN ('real', 'double precision', 'money')`,
  },
];
