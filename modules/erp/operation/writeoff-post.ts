import { z } from 'zod';
import { BusinessError } from '../../../engine/port/module-contract.ts';
import { lockBalances, postIssues } from './shared/balance.ts';
import { expectStatus, firstRow } from './shared/context.ts';
import { decimalOutput, Exact } from './shared/decimal.ts';
import { defineErpOperation } from './shared/define.ts';
import { VIRTUAL_LOCATION } from './shared/location.ts';
import { nextNumber } from './shared/number-series.ts';
import { refusals } from './shared/refusal.ts';
import { lockWriteOff } from './shared/write-off.ts';

/** `erp.writeoff.post`: takes the goods out of the stock ledger and gives the act its number. */
export const writeoffPost = defineErpOperation({
  topic: 'erp.writeoff.post',
  title: { en: 'Post write-off', es: 'Contabilizar baja', cs: 'Zaúčtovat odpis', ru: 'Провести списание', ka: 'ჩამოწერის გატარება' },
  description: {
    en: 'Writes the goods off at average cost. Reserved stock is not touched, approval is required above the threshold.',
    es: 'Da de baja a coste medio. No toca lo reservado; por encima del umbral exige aprobación.',
    cs: 'Odepíše zboží v průměrné ceně. Rezervované nechá být, nad limit vyžaduje schválení.',
    ru: 'Списывает по средней стоимости. Резерв не трогает, выше порога нужно утверждение.',
    ka: 'ჩამოწერს საშუალო ღირებულებით. რეზერვს არ ეხება, ზღვარს ზემოთ საჭიროა დამტკიცება.',
  },
  icon: 'trash',
  input: z.object({ writeOffId: z.uuid(), approvedBy: z.string().max(200).nullish() }),
  output: z.object({ writeOffId: z.uuid(), writeOffNo: z.string(), moveId: z.uuid(), cost: decimalOutput }),
  errors: refusals(
    'INSUFFICIENT_STOCK',
    'RESERVED_STOCK',
    'REASON_REQUIRED',
    'PERIOD_CLOSED',
    'APPROVAL_REQUIRED',
    'INEXACT_QTY',
    'NOT_FOUND',
    'WRONG_STATUS',
  ),
  compensation: 'erp.writeoff.reverse',
  transactional: true,
  async run(context, { writeOffId, approvedBy }) {
    const document = await lockWriteOff(context, writeOffId);
    expectStatus('the write-off', document.status, ['draft']);
    const approver = approvedBy?.trim() === '' ? null : (approvedBy ?? null);
    if (document.approval_above !== null && new Exact(document.value).greaterThan(document.approval_above) && approver === null) {
      throw new BusinessError('APPROVAL_REQUIRED', `Expected an approval for a write-off of ${document.value}, but there is none`, {
        value: document.value,
        approvalAbove: document.approval_above,
      });
    }
    const balances = await lockBalances(context.sql, [document.item_id]);
    const place = balances.find((balance) => balance.location_id === document.location_id);
    const details = { sku: document.sku, quantity: document.quantity, onHand: place?.on_hand ?? '0', available: place?.available ?? '0' };
    if (new Exact(details.onHand).lessThan(document.quantity)) {
      throw new BusinessError(
        'INSUFFICIENT_STOCK',
        `Expected ${document.quantity} ${document.uom} of ${document.sku} in this place, but there are ${details.onHand}`,
        details,
      );
    }
    if (new Exact(details.available).lessThan(document.quantity)) {
      throw new BusinessError(
        'RESERVED_STOCK',
        `Expected ${document.quantity} ${document.uom} of ${document.sku} free of reservations, but only ${details.available} are`,
        details,
      );
    }
    const [move] = await postIssues(context, { type: 'write_off', id: writeOffId }, [
      {
        itemId: document.item_id,
        fromLocationId: document.location_id,
        toLocationId: VIRTUAL_LOCATION.scrap,
        quantity: document.quantity,
      },
    ]);
    if (move === undefined) throw new Error('Expected one move for a write-off, but none was posted');
    const series = await nextNumber(context.sql, 'write-off', 'WO', context.now);
    const posted = await firstRow<{ write_off_no: string; cost: string }>(
      context.sql,
      `UPDATE erp.write_off SET status = 'posted', series = $2, number = $3, write_off_no = $4, move_id = $5, cost = $6::numeric, approved_by = $7, posted_at = $8,
              version = version + 1, updated_at = $8, updated_by = $9, process_instance_id = $10 WHERE id = $1
       RETURNING write_off_no, round(cost, (SELECT scale FROM erp.currency JOIN erp.company ON company.currency = code WHERE company.id = write_off.company_id))::text AS cost`,
      [
        writeOffId,
        series.key,
        series.number,
        series.text,
        move.id,
        move.value,
        approver,
        context.now,
        context.actor.id,
        context.processInstanceId,
      ],
    );
    return { writeOffId, writeOffNo: posted.write_off_no, moveId: move.id, cost: posted.cost };
  },
});
