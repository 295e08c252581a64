import type { Pool } from 'pg';
import type { ClaimedRequest, KnownRequest, RequestLog } from '../port/request-log.ts';

const LEASE = `clock_timestamp() + make_interval(secs => $2::double precision / 1000)`;

interface RequestRow {
  readonly hash: string;
  readonly epoch: number;
  readonly committed: boolean;
  readonly status: number | null;
  readonly answer: Buffer | null;
  readonly leftMs: number;
}

/** Keeps requests in PostgreSQL, by its clock. */
export class PostgresRequestLog implements RequestLog {
  readonly #pool: Pool;

  constructor(pool: Pool) {
    this.#pool = pool;
  }

  async begin(request: {
    readonly id: string;
    readonly hash: string;
    readonly commandId: string;
    readonly leaseMs: number;
  }): Promise<KnownRequest | { readonly kind: 'usedByCommand' }> {
    const { rowCount } = await this.#pool.query(
      `insert into request_log (id, leased_until, hash, at) select $1, ${LEASE}, $3, clock_timestamp()
       where not exists (select 1 from command_log where id = $4) on conflict (id) do nothing`,
      [request.id, request.leaseMs, request.hash, request.commandId],
    );
    if (rowCount === 1) return { kind: 'claimed', epoch: 1 };
    const { rows } = await this.#pool.query<RequestRow>(
      `select hash, epoch, committed, status, answer,
         (extract(epoch from leased_until - clock_timestamp()) * 1000)::double precision as "leftMs" from request_log where id = $1`,
      [request.id],
    );
    const [row] = rows;
    // Released between the two statements, or the key belongs to a command.
    if (row === undefined) return (await this.#isCommand(request.commandId)) ? { kind: 'usedByCommand' } : this.begin(request);
    const { hash, epoch, committed, status, answer, leftMs } = row;
    if (status !== null && answer !== null) return { kind: 'answered', hash, status, answer };
    return leftMs > 0 ? { kind: 'running', hash, retryAfterMs: Math.ceil(leftMs) } : { kind: 'abandoned', hash, epoch, committed };
  }

  async takeOver({ id, epoch }: ClaimedRequest, leaseMs: number): Promise<ClaimedRequest | null> {
    const { rowCount } = await this.#pool.query(
      `update request_log set epoch = epoch + 1, leased_until = ${LEASE}
       where id = $1 and epoch = $3 and not committed and status is null and leased_until < clock_timestamp()`,
      [id, leaseMs, epoch],
    );
    return rowCount === 1 ? { id, epoch: epoch + 1 } : null;
  }

  async answer({ id, epoch }: ClaimedRequest, status: number, answer: Buffer): Promise<boolean> {
    const { rowCount } = await this.#pool.query('update request_log set status = $3, answer = $4 where id = $1 and epoch = $2', [
      id,
      epoch,
      status,
      answer,
    ]);
    return rowCount === 1;
  }

  async release({ id, epoch }: ClaimedRequest): Promise<void> {
    await this.#pool.query('delete from request_log where id = $1 and epoch = $2 and not committed and status is null', [id, epoch]);
  }

  async abandon({ id, epoch }: ClaimedRequest): Promise<void> {
    await this.#pool.query('update request_log set leased_until = clock_timestamp() where id = $1 and epoch = $2 and status is null', [
      id,
      epoch,
    ]);
  }

  async #isCommand(commandId: string): Promise<boolean> {
    return (await this.#pool.query('select 1 from command_log where id = $1', [commandId])).rowCount === 1;
  }
}
