import type { Pool, PoolClient } from 'pg';
import { isConnectionLoss } from '../port/database-error.ts';

/** Connections that are tried: most losses show at the first statement after a connection lay idle. */
const MAX_TRIES = 2;

/** A connection with an open transaction. One that turns out to be lost before anything was done on it is replaced once. */
export async function beginTransaction(pool: Pool): Promise<PoolClient> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await tryToBegin(pool);
    } catch (error) {
      if (attempt >= MAX_TRIES || !isConnectionLoss(error)) throw error;
    }
  }
}

async function tryToBegin(pool: Pool): Promise<PoolClient> {
  const client = await pool.connect();
  try {
    await client.query('begin');
    return client;
  } catch (error) {
    client.release(error instanceof Error ? error : true);
    throw error;
  }
}
