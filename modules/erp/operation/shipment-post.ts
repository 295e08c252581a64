import { z } from 'zod';
import { BusinessError } from '../../../engine/port/module-contract.ts';
import { lockBalances, postIssues, type Issue } from './shared/balance.ts';
import { expectStatus, firstRow, type DocumentContext } from './shared/context.ts';
import { decimalInput, decimalOutput, decimalText, Exact } from './shared/decimal.ts';
import { defineErpOperation } from './shared/define.ts';
import { expectExactQuantity } from './shared/quantity.ts';
import { refusals } from './shared/refusal.ts';
import { lockShipment } from './shared/shipment.ts';
import { VIRTUAL_LOCATION } from './shared/location.ts';

const pickedLine = z.object({ shipmentLineId: z.uuid(), quantity: decimalInput, serials: z.array(z.string().min(1)).max(1000).nullish() });
type PickedLine = z.infer<typeof pickedLine>;

interface LineRow {
  readonly id: string;
  readonly reservation_id: string;
  readonly item_id: string;
  readonly location_id: string;
  readonly sku: string;
  readonly tracking: string;
  readonly step: string;
  readonly uom: string;
  readonly quantity: string;
  readonly reserved: string;
  readonly expired: boolean;
  readonly allowed: string;
  readonly order_line_id: string;
}

interface PickedRow extends LineRow {
  readonly picked: string;
  readonly serials: readonly string[];
}

/** `erp.shipment.post`: the point of no return. What was picked leaves the stock ledger in this transaction, exactly. */
export const shipmentPost = defineErpOperation({
  topic: 'erp.shipment.post',
  title: { en: 'Post shipment', es: 'Contabilizar envío', cs: 'Zaúčtovat zásilku', ru: 'Провести отгрузку', ka: 'გზავნილის გატარება' },
  description: {
    en: 'Takes the picked goods out of stock and gives the shipment its number. Without picked lines everything planned is shipped.',
    es: 'Saca del almacén lo preparado y numera el envío. Sin líneas preparadas se envía todo lo previsto.',
    cs: 'Vyskladní vychystané zboží a přidělí zásilce číslo. Bez vychystaných řádků odejde vše plánované.',
    ru: 'Списывает подобранное со склада и присваивает номер. Без подобранных строк уходит всё запланированное.',
    ka: 'გააქვს აკრეფილი საქონელი მარაგიდან და ანიჭებს ნომერს. აკრეფილის გარეშე იგზავნება ყველაფერი დაგეგმილი.',
  },
  icon: 'truck-delivery',
  input: z.object({ shipmentId: z.uuid(), picked: z.array(pickedLine).max(5000).nullish() }),
  output: z.object({
    shipmentId: z.uuid(),
    shipmentNo: z.string(),
    moveIds: z.array(z.uuid()),
    cost: decimalOutput,
    lines: z.array(z.object({ sku: z.string(), quantity: decimalOutput })),
  }),
  errors: refusals(
    'RESERVATION_EXPIRED',
    'INSUFFICIENT_STOCK',
    'OVER_DELIVERY',
    'INEXACT_QTY',
    'PERIOD_CLOSED',
    'NOT_FOUND',
    'WRONG_STATUS',
  ),
  transactional: true,
  async run(context, { shipmentId, picked }) {
    const shipment = await lockShipment(context, shipmentId);
    expectStatus('the shipment', shipment.status, ['draft']);
    const planned = await readLines(context, shipmentId);
    const lines = pick(planned, picked ?? null);
    const balances = await lockBalances(
      context.sql,
      lines.map((line) => line.item_id),
    );
    for (const line of lines) expectShippable(line);
    expectEnough(lines, balances);
    await settleReservations(context, lines);
    await markPicked(context, lines);
    const moves = await postIssues(context, { type: 'shipment', id: shipmentId }, lines.flatMap(issuesOf));
    const posted = await firstRow<{ shipment_no: string; cost: string }>(
      context.sql,
      `UPDATE erp.shipment SET status = 'posted', shipment_no = 'SH-' || lpad(nextval('erp.shipment_number')::text, 5, '0'), posted_at = $2, cost = $3::numeric,
              version = version + 1, updated_at = $2, updated_by = $4, process_instance_id = $5 WHERE id = $1
       RETURNING shipment_no, round(cost, (SELECT scale FROM erp.currency JOIN erp.company ON company.currency = code WHERE company.id = shipment.company_id))::text AS cost`,
      [
        shipmentId,
        context.now,
        moves.reduce((sum, move) => sum.plus(move.value), new Exact(0)).toFixed(),
        context.actor.id,
        context.processInstanceId,
      ],
    );
    return {
      shipmentId,
      shipmentNo: posted.shipment_no,
      moveIds: moves.map((move) => move.id),
      cost: posted.cost,
      lines: lines.filter(isTaken).map(({ sku, picked: quantity }) => ({ sku, quantity })),
    };
  },
});

async function readLines(context: DocumentContext, shipmentId: string): Promise<readonly LineRow[]> {
  const { rows } = await context.sql.query<LineRow>(
    `SELECT line.id, line.reservation_id, line.order_line_id, line.item_id, line.location_id, item.sku, item.tracking, trim_scale(item.quantity_step)::text AS step, item.stock_uom AS uom,
            trim_scale(line.quantity)::text AS quantity, trim_scale(held.open_quantity)::text AS reserved, held.expires_at <= $2::timestamptz AS expired,
            trim_scale(ordered.stock_quantity * (1 + ordered.tolerance_percent * 0.01) - ordered.shipped)::text AS allowed
       FROM erp.shipment_line line
       JOIN erp.item ON item.id = line.item_id
       JOIN erp.reservation held ON held.id = line.reservation_id
       JOIN erp.sales_order_line ordered ON ordered.id = line.order_line_id
      WHERE line.shipment_id = $1 ORDER BY ordered.position, line.id`,
    [shipmentId, context.now],
  );
  return rows;
}

/** Joins what was picked to the planned lines. A line nobody mentions is shipped as planned only when nothing was mentioned at all. */
function pick(planned: readonly LineRow[], picked: readonly PickedLine[] | null): readonly PickedRow[] {
  const unknown = picked?.find((line) => !planned.some((row) => row.id === line.shipmentLineId));
  if (unknown !== undefined)
    throw new BusinessError('NOT_FOUND', `Expected a line of this shipment, but found ${unknown.shipmentLineId}`, {
      shipmentLineId: unknown.shipmentLineId,
    });
  const rows = planned.map((row) => {
    const mentioned = picked?.find((line) => line.shipmentLineId === row.id);
    const quantity = picked === null ? row.quantity : mentioned === undefined ? '0' : decimalText(mentioned.quantity);
    return { ...row, picked: quantity, serials: mentioned?.serials ?? [] };
  });
  if (!rows.some(isTaken)) throw new BusinessError('INSUFFICIENT_STOCK', 'Expected at least one picked line, but nothing was picked');
  return rows;
}

function isTaken(line: PickedRow): boolean {
  return !new Exact(line.picked).isZero();
}

function expectShippable(line: PickedRow): void {
  const picked = new Exact(line.picked);
  const details = { sku: line.sku, shipmentLineId: line.id, quantity: line.picked };
  if (picked.isZero()) return;
  expectExactQuantity(line, line.picked);
  if (line.expired || new Exact(line.reserved).lessThan(line.quantity)) {
    throw new BusinessError(
      'RESERVATION_EXPIRED',
      `Expected ${line.quantity} of ${line.sku} to be still reserved, but the reservation is gone`,
      details,
    );
  }
  if (line.tracking === 'serial' && line.serials.length !== picked.toNumber()) {
    throw new BusinessError(
      'INEXACT_QTY',
      `Expected ${line.picked} serial numbers for ${line.sku}, but found ${line.serials.length}`,
      details,
    );
  }
}

/** Several lines may serve one order line and one balance, so what is picked is compared in sum. */
function expectEnough(
  lines: readonly PickedRow[],
  balances: readonly { readonly item_id: string; readonly location_id: string; readonly available: string }[],
): void {
  for (const line of lines) {
    const ofOrderLine = sum(lines.filter((other) => other.order_line_id === line.order_line_id).map((other) => other.picked));
    if (ofOrderLine.greaterThan(line.allowed)) {
      throw new BusinessError(
        'OVER_DELIVERY',
        `Expected at most ${line.allowed} ${line.uom} of ${line.sku} as ordered, but ${ofOrderLine.toFixed()} were picked`,
        {
          sku: line.sku,
          shipmentLineId: line.id,
          allowed: line.allowed,
          quantity: ofOrderLine.toFixed(),
        },
      );
    }
    const samePlace = lines.filter((other) => other.item_id === line.item_id && other.location_id === line.location_id);
    const beyond = sum(samePlace.map((other) => Exact.max(0, new Exact(other.picked).minus(other.reserved)).toFixed()));
    const available = balances.find((row) => row.item_id === line.item_id && row.location_id === line.location_id)?.available ?? '0';
    if (beyond.greaterThan(available)) {
      throw new BusinessError(
        'INSUFFICIENT_STOCK',
        `Expected ${beyond.toFixed()} ${line.uom} of ${line.sku} beyond the reservation, but only ${available} are available`,
        {
          sku: line.sku,
          shipmentLineId: line.id,
          available,
        },
      );
    }
  }
}

function sum(values: readonly string[]): Exact {
  return values.reduce((total, value) => total.plus(value), new Exact(0));
}

/** Consumes the reservations before the goods move, and frees what was not picked: it is not there, or not wanted now. */
async function settleReservations(context: DocumentContext, lines: readonly PickedRow[]): Promise<void> {
  await context.sql.query(
    `UPDATE erp.reservation SET consumed = consumed + least(piece.picked, open_quantity), released = released + open_quantity - least(piece.picked, open_quantity),
            version = version + 1, updated_at = $3, updated_by = $4
       FROM unnest($1::uuid[], $2::numeric[]) AS piece(id, picked) WHERE reservation.id = piece.id`,
    [lines.map((line) => line.reservation_id), lines.map((line) => line.picked), context.now, context.actor.id],
  );
}

async function markPicked(context: DocumentContext, lines: readonly PickedRow[]): Promise<void> {
  await context.sql.query(
    `UPDATE erp.shipment_line SET picked = piece.picked, version = version + 1, updated_at = $3, updated_by = $4
       FROM unnest($1::uuid[], $2::numeric[]) AS piece(id, picked) WHERE shipment_line.id = piece.id`,
    [lines.map((line) => line.id), lines.map((line) => line.picked), context.now, context.actor.id],
  );
}

function issuesOf(line: PickedRow): readonly Issue[] {
  if (!isTaken(line)) return [];
  const issue = { itemId: line.item_id, fromLocationId: line.location_id, toLocationId: VIRTUAL_LOCATION.customer };
  return line.tracking === 'serial'
    ? line.serials.map((serial) => ({ ...issue, quantity: '1', serial }))
    : [{ ...issue, quantity: line.picked }];
}
