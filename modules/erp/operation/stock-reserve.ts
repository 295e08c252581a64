import { z } from 'zod';
import { BusinessError, type SqlExecutor } from '../../../engine/port/module-contract.ts';
import { lockBalances, type LockedBalance } from './shared/balance.ts';
import { expectStatus, findOne, newId, type DocumentContext } from './shared/context.ts';
import { decimalOutput, Exact } from './shared/decimal.ts';
import { defineErpOperation } from './shared/define.ts';
import { refusals } from './shared/refusal.ts';
import { RESERVATION_DAYS } from './shared/reservation.ts';

/** A line that still wants stock; `unit` is the smallest part it may be split into: one sales unit in stock units. */
interface WantingLine {
  readonly lineId: string;
  readonly itemId: string;
  readonly sku: string;
  readonly wanted: string;
  readonly unit: string;
}

interface Piece {
  readonly line: WantingLine;
  readonly locationId: string;
  readonly quantity: string;
}

interface Shortage {
  readonly lineId: string;
  readonly itemId: string;
  readonly sku: string;
  readonly ordered: string;
  readonly available: string;
  readonly missing: string;
}

const shortage = z.object({
  lineId: z.uuid(),
  itemId: z.uuid(),
  sku: z.string(),
  ordered: decimalOutput,
  available: decimalOutput,
  missing: decimalOutput,
});

/** `erp.stock.reserve`: holds stock for an order, all of it or, with `partial`, what there is in whole sales units. */
export const stockReserve = defineErpOperation({
  topic: 'erp.stock.reserve',
  title: {
    en: 'Reserve stock',
    es: 'Reservar existencias',
    cs: 'Rezervovat zásoby',
    ru: 'Зарезервировать запас',
    ka: 'მარაგის დარეზერვება',
  },
  description: {
    en: 'Reserves the stock of a confirmed order, exactly. Partial: reserves what there is and tells what is short.',
    es: 'Reserva con exactitud las existencias de un pedido confirmado. Parcial: reserva lo que hay e indica lo que falta.',
    cs: 'Přesně rezervuje zásoby potvrzené objednávky. Částečně: rezervuje, co je, a řekne, co chybí.',
    ru: 'Точно резервирует запас подтверждённого заказа. Частично: резервирует что есть и сообщает, чего не хватает.',
    ka: 'ზუსტად არეზერვებს დადასტურებული შეკვეთის მარაგს. ნაწილობრივ: რაც არის, და აჩვენებს რა აკლია.',
  },
  icon: 'lock',
  input: z.object({ orderId: z.uuid(), partial: z.boolean().nullish() }),
  output: z.object({
    reservationIds: z.array(z.uuid()),
    reserved: z.array(z.object({ lineId: z.uuid(), quantity: decimalOutput })),
    short: z.array(shortage),
  }),
  errors: refusals('INSUFFICIENT_STOCK', 'INEXACT_QTY', 'NOT_FOUND', 'WRONG_STATUS'),
  compensation: 'erp.stock.release',
  transactional: true,
  async run(context, { orderId, partial }) {
    const order = await findOne<{ status: string }>(
      context.sql,
      'sales order',
      orderId,
      'SELECT status FROM erp.sales_order WHERE id = $1::uuid FOR UPDATE',
    );
    expectStatus('the order', order.status, ['confirmed']);
    const balances = await lockFreeBalances(context, await readItemIds(context.sql, orderId));
    const lines = await readWantingLines(context.sql, orderId);
    const { pieces, short } = divide(lines, balances);
    if (short.length > 0 && (partial !== true || pieces.length === 0)) throw insufficient(short);
    const reservationIds = await insertReservations(context, orderId, pieces);
    return { reservationIds, reserved: sumByLine(pieces), short };
  },
});

async function readItemIds(sql: SqlExecutor, orderId: string): Promise<readonly string[]> {
  const { rows } = await sql.query<{ item_id: string }>('SELECT DISTINCT item_id FROM erp.sales_order_line WHERE order_id = $1', [orderId]);
  return rows.map((row) => row.item_id);
}

/** Locks the balances; reservations that have expired give their stock back now that somebody asks for it. */
async function lockFreeBalances(context: DocumentContext, itemIds: readonly string[]): Promise<readonly LockedBalance[]> {
  const balances = await lockBalances(context.sql, itemIds);
  const { rowCount } = await context.sql.query(
    `UPDATE erp.reservation SET released = quantity - consumed, version = version + 1, updated_at = $2, updated_by = $3
      WHERE item_id = ANY ($1::uuid[]) AND consumed + released < quantity AND expires_at <= $2::timestamptz`,
    [itemIds, context.now, context.actor.id],
  );
  return rowCount === 0 ? balances : lockBalances(context.sql, itemIds);
}

async function readWantingLines(sql: SqlExecutor, orderId: string): Promise<readonly WantingLine[]> {
  const { rows } = await sql.query<WantingLine>(
    `SELECT line.id AS "lineId", line.item_id AS "itemId", item.sku, trim_scale(line.stock_quantity - line.shipped - line.reserved)::text AS wanted,
            trim_scale(CASE WHEN line.uom = item.stock_uom OR line.stock_quantity / line.quantity % item.quantity_step <> 0 THEN item.quantity_step
                            ELSE line.stock_quantity / line.quantity END)::text AS unit
       FROM erp.sales_order_line line JOIN erp.item ON item.id = line.item_id
      WHERE line.order_id = $1 AND item.type = 'stock' AND line.stock_quantity > line.shipped + line.reserved
      ORDER BY line.position`,
    [orderId],
  );
  return rows;
}

/** Shares out the available stock line by line; a line that cannot be filled takes whole sales units only (two packs of eight out of fifteen: one). */
function divide(
  lines: readonly WantingLine[],
  balances: readonly LockedBalance[],
): { readonly pieces: readonly Piece[]; readonly short: readonly Shortage[] } {
  const left = balances.map((balance) => ({ ...balance, free: new Exact(balance.available) }));
  const pieces: Piece[] = [];
  const short: Shortage[] = [];
  for (const line of lines) {
    const places = left.filter((place) => place.item_id === line.itemId && place.free.greaterThan(0));
    const available = places.reduce((total, place) => total.plus(place.free), new Exact(0));
    const wanted = new Exact(line.wanted);
    const taken = available.greaterThanOrEqualTo(wanted) ? wanted : available.dividedToIntegerBy(line.unit).times(line.unit);
    if (taken.lessThan(wanted)) {
      const { lineId, itemId, sku } = line;
      short.push({
        lineId,
        itemId,
        sku,
        ordered: wanted.toFixed(),
        available: available.toFixed(),
        missing: wanted.minus(taken).toFixed(),
      });
    }
    let rest = taken;
    for (const place of places) {
      const part = Exact.min(rest, place.free);
      if (part.lessThanOrEqualTo(0)) break;
      pieces.push({ line, locationId: place.location_id, quantity: part.toFixed() });
      place.free = place.free.minus(part);
      rest = rest.minus(part);
    }
  }
  return { pieces, short };
}

function insufficient(short: readonly Shortage[]): BusinessError {
  const what = short.map((line) => `${line.ordered} of ${line.sku} (${line.available} available)`).join(', ');
  return new BusinessError('INSUFFICIENT_STOCK', `Expected ${what} in stock, but there is less`, {
    short: short.map((line) => ({ ...line })),
  });
}

async function insertReservations(context: DocumentContext, orderId: string, pieces: readonly Piece[]): Promise<string[]> {
  const ids = pieces.map(() => newId());
  await context.sql.query(
    `INSERT INTO erp.reservation (id, order_id, order_line_id, item_id, location_id, quantity, expires_at, created_at, created_by, updated_at, updated_by, process_instance_id)
     SELECT piece.id, $1, piece.line_id, piece.item_id, piece.location_id, piece.quantity, $7::timestamptz + make_interval(days => $8), $7, $9, $7, $9, $10
       FROM unnest($2::uuid[], $3::uuid[], $4::uuid[], $5::uuid[], $6::numeric[]) AS piece(id, line_id, item_id, location_id, quantity)`,
    [
      orderId,
      ids,
      pieces.map((piece) => piece.line.lineId),
      pieces.map((piece) => piece.line.itemId),
      pieces.map((piece) => piece.locationId),
      pieces.map((piece) => piece.quantity),
      context.now,
      RESERVATION_DAYS,
      context.actor.id,
      context.processInstanceId,
    ],
  );
  return ids;
}

function sumByLine(pieces: readonly Piece[]): { lineId: string; quantity: string }[] {
  const sums = new Map<string, Exact>();
  for (const piece of pieces) sums.set(piece.line.lineId, (sums.get(piece.line.lineId) ?? new Exact(0)).plus(piece.quantity));
  return [...sums].map(([lineId, quantity]) => ({ lineId, quantity: quantity.toFixed() }));
}
