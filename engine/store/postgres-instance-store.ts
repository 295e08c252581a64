import type { Pool, PoolClient } from 'pg';
import { CommandAlreadyDoneError, TransactionConflictError, type InstanceStore, type StepTransaction } from '../port/instance-store.ts';
import { NO_METER, type Meter } from '../port/telemetry.ts';
import { NO_TRACER, type Tracer } from '../port/tracer.ts';
import { DefinitionCache } from './definition-rows.ts';
import { PostgresStepTransaction } from './postgres-step-transaction.ts';
import { isConflict, isConnectionLoss, sqlState } from './sql.ts';

/** How often the outcome of a broken COMMIT is asked for, and the pause between, before the error is given to the caller. */
const OUTCOME_ATTEMPTS = 20;
const OUTCOME_PAUSE_MS = 250;

/** Keeps process instances in PostgreSQL. */
export class PostgresInstanceStore implements InstanceStore {
  readonly #pool: Pool;
  readonly #meter: Meter;
  readonly #tracer: Tracer;
  readonly #definitions = new DefinitionCache();

  /** `meter` counts commits without an answer; rows that a step leaves carry the trace of `tracer`. */
  constructor(pool: Pool, meter: Meter = NO_METER, tracer: Tracer = NO_TRACER) {
    this.#pool = pool;
    this.#tracer = tracer;
    this.#meter = meter;
  }

  async transaction<Result>(work: (transaction: StepTransaction) => Promise<Result>): Promise<Result> {
    const client = await this.#connect();
    let broken: Error | undefined;
    const noteBroken = (error: Error): void => {
      broken = error;
    };
    client.on('error', noteBroken);
    try {
      await client.query('begin');
      const traceParent = this.#tracer.current();
      // The default of `trace_parent` reads it, so no statement of a step has to name it.
      if (traceParent !== null) await client.query(`select set_config('lanework.trace_parent', $1, true)`, [traceParent]);
      const transaction = new PostgresStepTransaction(client, this.#definitions);
      const result = await work(transaction);
      await this.#commit(client, transaction);
      return result;
    } catch (error) {
      broken = await rollBack(client, broken);
      throw named(error);
    } finally {
      client.off('error', noteBroken);
      client.release(broken);
    }
  }

  async #connect(): Promise<PoolClient> {
    try {
      return await this.#pool.connect();
    } catch (error) {
      throw named(error);
    }
  }

  /** A COMMIT that fails without a SQLSTATE may have happened: the transaction id tells. */
  async #commit(client: PoolClient, transaction: PostgresStepTransaction): Promise<void> {
    try {
      await client.query('commit');
    } catch (error) {
      if ((sqlState(error) !== undefined && !isConnectionLoss(error)) || transaction.transactionId === null) throw error;
      const hasCommitted = await this.#hasCommitted(transaction.transactionId);
      this.#meter.commitUnknown(hasCommitted ? 'committed' : 'aborted');
      if (!hasCommitted) throw new TransactionConflictError(error);
    }
  }

  async #hasCommitted(transactionId: string): Promise<boolean> {
    let lastError: unknown = null;
    for (let attempt = 0; attempt < OUTCOME_ATTEMPTS; attempt += 1) {
      try {
        const found = await this.#pool.query<{ status: string | null }>('select pg_xact_status($1::text::xid8) as status', [transactionId]);
        const status = found.rows[0]?.status;
        if (status === 'committed') return true;
        if (status === 'aborted') return false;
      } catch (error) {
        lastError = error;
      }
      await new Promise((resolve) => setTimeout(resolve, OUTCOME_PAUSE_MS));
    }
    this.#meter.commitUnknown('unanswered');
    throw new Error('Expected to learn whether the transaction was committed, but the database did not tell in time.', {
      cause: lastError,
    });
  }
}

async function rollBack(client: PoolClient, broken: Error | undefined): Promise<Error | undefined> {
  try {
    await client.query('rollback');
    return broken;
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

function named(error: unknown): unknown {
  if (isConflict(error) || isConnectionLoss(error)) return new TransactionConflictError(error);
  if (sqlState(error) === '23505' && error instanceof Error && 'table' in error && error.table === 'command_log') {
    const detail = 'detail' in error ? String(error.detail) : '';
    return new CommandAlreadyDoneError(/\(id\)=\((.*)\)/.exec(detail)?.[1] ?? '');
  }
  return error;
}
