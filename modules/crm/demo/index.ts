import { v7 } from 'uuid';
import type { SqlExecutor } from '../../../engine/port/module-contract.ts';
import type { ModuleServices } from '../../../engine/port/module.ts';
import { changeStage } from '../operation/shared/stage.ts';
import { DEFAULT_PIPELINE_ID } from '../stages.ts';
import { DEMO_CUSTOMERS, type DemoCustomer } from './customers.ts';
import { DEMO_DEALS, DEMO_INTERACTIONS, type DemoDeal } from './deals.ts';

const DAY_MS = 86_400_000;

/** Fills an empty CRM with the customers, deals and conversations of the demo company, all of it or nothing. */
export async function seedDemo(services: ModuleServices): Promise<void> {
  await services.transaction(async (sql) => {
    const {
      rows: [clock],
    } = await sql.query<{ now: Date }>('SELECT now() AS now');
    const now = clock?.now.getTime() ?? Date.now();
    const daysAgo = (days: number): string => new Date(now - days * DAY_MS).toISOString();
    const ids = new Map<string, string>();
    for (const [index, customer] of DEMO_CUSTOMERS.entries())
      ids.set(customer.name, await insertCustomer(sql, customer, index, daysAgo(120 - index * 4)));
    const idOf = (name: string): string => {
      const id = ids.get(name);
      if (id === undefined) throw new Error(`Expected a demo customer named ${name}, but there is none`);
      return id;
    };
    for (const deal of DEMO_DEALS) await insertDeal(sql, deal, idOf(deal.customer), daysAgo);
    for (const talk of DEMO_INTERACTIONS) {
      await sql.query(
        `INSERT INTO crm.interaction (id, kind, happened_at, customer_id, deal_id, subject, body, created_at, created_by, updated_at, updated_by)
         VALUES ($1, $2, $3, $4, (SELECT id FROM crm.deal WHERE customer_id = $4 AND created_at <= $3 ORDER BY created_at DESC LIMIT 1), $5, $6, $3, $7, $3, $7)`,
        [v7(), talk.kind, daysAgo(talk.daysAgo), idOf(talk.customer), talk.subject, talk.body, talk.by],
      );
    }
  });
}

async function insertCustomer(sql: SqlExecutor, customer: DemoCustomer, index: number, at: string): Promise<string> {
  const id = v7();
  const email = `${['orders', 'office', 'buying'][index % 3] ?? 'orders'}${index + 1}@customer.example`;
  await sql.query(
    `INSERT INTO crm.customer (id, name, kind, owner_id, email, phone, country, city, language, currency, credit_limit, payment_days, source, created_at, created_by, updated_at, updated_by)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, 'demo', $13, $4, $13, $4)`,
    [
      id,
      customer.name,
      customer.taxId === null ? 'b2c' : 'b2b',
      customer.owner,
      email,
      `+000 555 01${String(index).padStart(2, '0')}`,
      customer.country,
      customer.city,
      customer.language,
      customer.currency,
      customer.creditLimit,
      customer.paymentDays,
      at,
    ],
  );
  await sql.query(
    `INSERT INTO crm.contact (id, customer_id, name, role, email, language, created_at, created_by, updated_at, updated_by) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $7, $8)`,
    [v7(), id, customer.contact, customer.role, email, customer.language, at, customer.owner],
  );
  if (customer.taxId !== null) await insertCounterparty(sql, customer, customer.taxId, id, at);
  return id;
}

async function insertCounterparty(sql: SqlExecutor, customer: DemoCustomer, taxId: string, customerId: string, at: string): Promise<void> {
  const id = v7();
  await sql.query(
    `INSERT INTO crm.counterparty (id, legal_name, tax_id, country, street, city, postal_code, created_at, created_by, updated_at, updated_by) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $8, $9)`,
    [id, customer.legalName, taxId, customer.country, customer.street, customer.city, customer.postalCode, at, customer.owner],
  );
  await sql.query(
    'INSERT INTO crm.customer_counterparty (id, customer_id, counterparty_id, created_at, created_by, updated_at, updated_by) VALUES ($1, $2, $3, $4, $5, $4, $5)',
    [v7(), customerId, id, at, customer.owner],
  );
}

/** Opens the deal in its first stage and moves it by the regulation, each step at its own time. */
async function insertDeal(sql: SqlExecutor, deal: DemoDeal, customerId: string, daysAgo: (days: number) => string): Promise<void> {
  const [first, ...later] = deal.steps;
  if (first === undefined) throw new Error(`Expected a first stage of the deal ${deal.title}, but there is none`);
  const dealId = v7();
  await sql.query(
    `INSERT INTO crm.deal (id, title, customer_id, counterparty_id, pipeline_id, stage, amount, currency, expected_close, owner_id, source, created_at, created_by, updated_at, updated_by)
     SELECT $1, $2, customer.id, (SELECT counterparty_id FROM crm.customer_counterparty WHERE customer_id = customer.id LIMIT 1), $4, $5, $6, customer.currency, $7::date, $8, $9, $10, $8, $10, $8
       FROM crm.customer WHERE customer.id = $3`,
    [
      dealId,
      deal.title,
      customerId,
      DEFAULT_PIPELINE_ID,
      first[0],
      deal.amount,
      deal.closeInDays === null ? null : daysAgo(-deal.closeInDays),
      deal.owner,
      deal.source,
      daysAgo(first[1]),
    ],
  );
  for (const [stage, days] of later)
    await changeStage(sql, { dealId, stage, reason: deal.lostReason ?? null, now: daysAgo(days), actorId: deal.owner });
}
