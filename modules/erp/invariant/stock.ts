import type { Invariant } from '../../../engine/port/module-contract.ts';

/** Stock: the ledger, the balances kept from it, reservations and serial numbers. */
export const stockInvariants: readonly Invariant[] = [
  {
    id: 'I1',
    title: 'A move has a positive quantity in steps of the item and changes the place; a reversal mirrors its original',
    sql: `
      SELECT move.id AS move_id, move.quantity::text AS quantity
        FROM erp.stock_move move JOIN erp.item ON item.id = move.item_id LEFT JOIN erp.stock_move original ON original.id = move.reversal_of
       WHERE move.quantity <= 0 OR move.quantity % item.quantity_step <> 0 OR move.from_location_id = move.to_location_id
          OR (original.id IS NOT NULL AND (original.item_id, original.quantity, original.from_location_id, original.to_location_id, original.value)
              IS DISTINCT FROM (move.item_id, move.quantity, move.to_location_id, move.from_location_id, move.value))`,
  },
  {
    id: 'I2',
    title: 'What lies in a place is what the moves brought there',
    sql: `
      SELECT item_id, location_id, sum(moved)::text AS moved, sum(on_hand)::text AS on_hand
        FROM (SELECT item_id, to_location_id AS location_id, quantity AS moved, 0 AS on_hand FROM erp.stock_move
              UNION ALL SELECT item_id, from_location_id, -quantity, 0 FROM erp.stock_move
              UNION ALL SELECT item_id, location_id, 0, on_hand FROM erp.stock_balance) entry
        JOIN erp.location ON location.id = entry.location_id
       WHERE location.kind = 'internal' GROUP BY item_id, location_id HAVING sum(moved) <> sum(on_hand)`,
  },
  {
    id: 'I3',
    title: 'Nothing lies in a place in a negative quantity, and balances exist for own places only',
    sql: `
      SELECT balance.item_id, balance.location_id, balance.on_hand::text AS on_hand
        FROM erp.stock_balance balance JOIN erp.location ON location.id = balance.location_id
       WHERE balance.on_hand < 0 OR location.kind <> 'internal'`,
  },
  {
    id: 'I4',
    title: 'Reserved is the sum of open reservations and at most what is there',
    sql: `
      SELECT coalesce(balance.item_id, held.item_id) AS item_id, coalesce(balance.location_id, held.location_id) AS location_id,
             balance.reserved::text AS reserved, held.open::text AS open
        FROM erp.stock_balance balance
        FULL JOIN (SELECT item_id, location_id, sum(quantity - consumed - released) AS open FROM erp.reservation GROUP BY item_id, location_id) held
          ON held.item_id = balance.item_id AND held.location_id = balance.location_id
       WHERE coalesce(balance.reserved, 0) <> coalesce(held.open, 0) OR balance.reserved < 0 OR balance.reserved > balance.on_hand`,
  },
  {
    id: 'I5',
    title: 'A serial number lies in one own place at most, and it is where its moves brought it',
    sql: `
      WITH lying AS (
        SELECT item_id, serial, location_id, sum(moved) AS pieces
          FROM (SELECT item_id, serial, to_location_id AS location_id, quantity AS moved FROM erp.stock_move WHERE serial IS NOT NULL
                UNION ALL SELECT item_id, serial, from_location_id, -quantity FROM erp.stock_move WHERE serial IS NOT NULL) entry
          JOIN erp.location ON location.id = entry.location_id
         WHERE location.kind = 'internal' GROUP BY item_id, serial, location_id HAVING sum(moved) <> 0)
      SELECT item_id, serial, 'several places' AS problem FROM lying GROUP BY item_id, serial HAVING count(*) > 1 OR sum(pieces) <> 1
      UNION ALL
      SELECT coalesce(lying.item_id, position.item_id), coalesce(lying.serial, position.serial), 'position differs'
        FROM lying FULL JOIN erp.serial_position position
          ON position.item_id = lying.item_id AND position.serial = lying.serial AND position.location_id = lying.location_id
       WHERE lying.item_id IS NULL OR position.item_id IS NULL`,
  },
  {
    id: 'I6',
    title: 'Nothing moved into a period after it was closed',
    sql: `
      SELECT move.id AS move_id, move.effective_at
        FROM erp.stock_move move JOIN erp.period ON period.company_id = move.company_id
         AND (move.effective_at AT TIME ZONE 'UTC')::date BETWEEN period.starts_on AND period.ends_on
       WHERE period.status = 'closed' AND move.created_at > period.closed_at`,
  },
  {
    id: 'V1',
    title: 'Quantity and value of an item are what its moves brought in and took out',
    sql: `
      SELECT coalesce(valuation.item_id, ledger.item_id) AS item_id, valuation.quantity::text AS quantity, ledger.quantity::text AS ledger_quantity,
             valuation.value::text AS value, ledger.value::text AS ledger_value
        FROM erp.stock_valuation valuation
        FULL JOIN (
          SELECT move.item_id, sum(sign * move.quantity) AS quantity, sum(sign * move.value) AS value
            FROM erp.stock_move move JOIN erp.location source ON source.id = move.from_location_id JOIN erp.location target ON target.id = move.to_location_id
            CROSS JOIN LATERAL (SELECT (target.kind = 'internal')::integer - (source.kind = 'internal')::integer AS sign) direction
           GROUP BY move.item_id) ledger ON ledger.item_id = valuation.item_id
       WHERE valuation.quantity IS DISTINCT FROM ledger.quantity OR valuation.value IS DISTINCT FROM ledger.value`,
  },
  {
    id: 'V2',
    title: 'Where nothing is left, no value is left',
    sql: `SELECT item_id, quantity::text AS quantity, value::text AS value FROM erp.stock_valuation WHERE (quantity = 0 AND value <> 0) OR value < 0 OR quantity < 0`,
  },
];
