import type pg from 'pg';
import { v7 } from 'uuid';
import type { Actor, Operation, OperationContext, SqlExecutor } from '../../../engine/port/module-contract.ts';
import { migrations as crmMigrations } from '../../../modules/crm/migration/index.ts';
import { migrations as erpMigrations } from '../../../modules/erp/migration/index.ts';
import { operations as crmOperations } from '../../../modules/crm/operation/index.ts';
import { operations as erpOperations } from '../../../modules/erp/operation/index.ts';
import { insertDraftOrder, type DraftOrder } from '../../../modules/erp/operation/shared/draft-order.ts';
import { createTestDatabase, type TestDatabase } from '../../support/database.ts';

export const ACTOR: Actor = { kind: 'user', id: 'tester', name: 'Tester', roles: ['employee'], groups: ['sales'] };

const OPERATIONS = new Map<string, Operation>([...crmOperations, ...erpOperations].map((operation) => [operation.topic, operation]));
const MOST_RETRIES = 20;

/** A database with CRM and ERP and the shortest ways to fill it. Ids are returned, amounts are decimal texts. */
export interface World {
  readonly pool: pg.Pool;
  /** Runs an operation in a transaction of its own, as the runtime would; deadlocks are retried. */
  run(topic: string, input: object, now?: string): Promise<Record<string, unknown>>;
  transaction<Result>(work: (sql: SqlExecutor) => Promise<Result>): Promise<Result>;
  query<Row extends object = Record<string, unknown>>(text: string, values?: readonly unknown[]): Promise<Row[]>;
  customer(values?: {
    currency?: string;
    creditLimit?: string | null;
    name?: string;
    priceListId?: string;
    paymentDays?: number;
    email?: string;
    kind?: string;
  }): Promise<string>;
  item(values?: {
    sku?: string;
    step?: string;
    uom?: string;
    price?: string | null;
    type?: string;
    taxCode?: string;
    currency?: string;
    tracking?: string;
  }): Promise<string>;
  location(code?: string): Promise<string>;
  receive(itemId: string, locationId: string, quantity: string, unitCost?: string): Promise<void>;
  order(draft: DraftOrder, now?: string): Promise<string>;
  close(): Promise<void>;
}

/** Context of an operation on an open transaction, with what it sends outside kept in `sent`. */
export function contextOn(sql: SqlExecutor, now = new Date().toISOString(), sent: object[] = []): OperationContext {
  return {
    sql,
    idempotencyKey: v7(),
    processInstanceId: 'instance-1',
    businessKey: null,
    actor: ACTOR,
    now,
    sendOutside: (effect) => {
      sent.push(effect);
      return Promise.resolve();
    },
  };
}

export function operationOf(topic: string): Operation {
  const operation = OPERATIONS.get(topic);
  if (operation === undefined) throw new Error(`Expected operation ${topic}, but there is none`);
  return operation;
}

export function executorOf(client: pg.ClientBase): SqlExecutor {
  return {
    async query<Row extends object>(text: string, values?: readonly unknown[]) {
      // The rows of a query have the shape that its caller's SQL gives them.
      const result = await client.query<Row & pg.QueryResultRow>(text, values === undefined ? [] : [...values]);
      return { rows: result.rows as Row[], rowCount: result.rowCount ?? 0 };
    },
  };
}

/** Runs `work` in a transaction; a deadlock or serialisation failure is tried again, as the runtime does. */
export async function inTransaction<Result>(pool: pg.Pool, work: (sql: SqlExecutor) => Promise<Result>): Promise<Result> {
  for (let attempt = 1; ; attempt += 1) {
    const client = await pool.connect();
    try {
      await client.query('begin');
      const result = await work(executorOf(client));
      await client.query('commit');
      return result;
    } catch (error) {
      await client.query('rollback');
      const code = error instanceof Error && 'code' in error ? error.code : null;
      if ((code !== '40P01' && code !== '40001') || attempt >= MOST_RETRIES) throw error;
    } finally {
      client.release();
    }
  }
}

export async function createWorld(): Promise<World> {
  const database = await createTestDatabase([...crmMigrations, ...erpMigrations]);
  return worldOn(database);
}

export function worldOn(database: TestDatabase): World {
  const { pool } = database;
  const transaction: World['transaction'] = (work) => inTransaction(pool, work);
  const run: World['run'] = (topic, input, now) =>
    transaction(async (sql) => {
      const operation = operationOf(topic);
      const output = await operation.run(contextOn(sql, now), operation.input.parse(input));
      return operation.output.parse(output) as Record<string, unknown>;
    });
  const query: World['query'] = async (text, values) => (await pool.query(text, values === undefined ? [] : [...values])).rows;
  let serial = 0;
  const next = (): number => (serial += 1);
  return {
    pool,
    run,
    transaction,
    query,
    ...creators(query, run, transaction, next),
    close: () => database.close(),
  };
}

type Creators = Pick<World, 'customer' | 'item' | 'location' | 'receive' | 'order'>;

function creators(query: World['query'], run: World['run'], transaction: World['transaction'], next: () => number): Creators {
  return {
    async customer(values = {}) {
      const id = v7();
      await query(
        `INSERT INTO crm.customer (id, name, kind, country, currency, credit_limit, price_list_id, payment_days, email) VALUES ($1, $2, $8, 'CZ', $3, $4, $5, $6, $7)`,
        [
          id,
          values.name ?? `Customer ${next()}`,
          values.currency ?? 'EUR',
          values.creditLimit ?? null,
          values.priceListId ?? null,
          values.paymentDays ?? 14,
          values.email ?? 'buyer@example.org',
          values.kind ?? 'b2c',
        ],
      );
      return id;
    },
    async item(values = {}) {
      const id = v7();
      const currency = values.currency ?? 'EUR';
      await query(
        'INSERT INTO erp.item (id, sku, name, type, stock_uom, quantity_step, tax_code, tracking) VALUES ($1, $2, $2, $3, $4, $5, $6, $7)',
        [
          id,
          values.sku ?? `SKU-${next()}`,
          values.type ?? 'stock',
          values.uom ?? 'pcs',
          values.step ?? '1',
          values.taxCode ?? 'standard',
          values.tracking ?? 'none',
        ],
      );
      if (values.price === null) return id;
      await query(
        `INSERT INTO erp.price_list (id, name, currency, is_default) SELECT $1, $2, $2, true
          WHERE NOT EXISTS (SELECT 1 FROM erp.price_list WHERE currency = $2 AND is_default)`,
        [v7(), currency],
      );
      await query(
        'INSERT INTO erp.price (id, price_list_id, item_id, unit_price) SELECT $1, id, $2, $3 FROM erp.price_list WHERE currency = $4 AND is_default',
        [v7(), id, values.price ?? '10', currency],
      );
      return id;
    },
    async location(code) {
      const [warehouse, id] = [v7(), v7()];
      const name = code ?? `L-${next()}`;
      await query('INSERT INTO erp.warehouse (id, code, name) VALUES ($1, $2, $2)', [warehouse, name]);
      await query("INSERT INTO erp.location (id, warehouse_id, code, name, kind) VALUES ($1, $2, $3, $3, 'internal')", [
        id,
        warehouse,
        name,
      ]);
      return id;
    },
    async receive(itemId, locationId, quantity, unitCost = '1') {
      await run('erp.receipt.post', { locationId, lines: [{ itemId, quantity, unitCost }] });
    },
    order: (draft, now) => transaction((sql) => insertDraftOrder(contextOn(sql, now), draft)),
  };
}

/** The refusal of an operation that must be refused. */
export async function refusalOf(
  work: Promise<unknown>,
): Promise<{ readonly code: string; readonly message: string; readonly details: Readonly<Record<string, unknown>> }> {
  const outcome = await work.then(
    () => null,
    (error: unknown) => error,
  );
  if (outcome === null) throw new Error('Expected a refusal, but the operation succeeded');
  if (!(outcome instanceof Error) || outcome.name !== 'BusinessError' || !('code' in outcome) || !('details' in outcome)) throw outcome;
  // A BusinessError carries a code and details; the checks above hold it.
  return { code: String(outcome.code), message: outcome.message, details: outcome.details as Record<string, unknown> };
}
