/** A request under a key, claimed by one execution. Each claim has a higher epoch; what an old one writes is refused. */
export interface ClaimedRequest {
  readonly id: string;
  readonly epoch: number;
}

/** What is known of a request when it is sent under a key. `hash` tells the same request from another one. */
export type KnownRequest =
  /** It was new, and is claimed now. */
  | { readonly kind: 'claimed'; readonly epoch: number }
  | { readonly kind: 'answered'; readonly hash: string; readonly status: number; readonly answer: Buffer }
  /** Another execution has it in hand. */
  | { readonly kind: 'running'; readonly hash: string; readonly retryAfterMs: number }
  /** An execution began and never answered. `committed`: its transaction is done, only the answer is missing. */
  | { readonly kind: 'abandoned'; readonly hash: string; readonly epoch: number; readonly committed: boolean };

/**
 * Remembers writes that came with an idempotency key and are no commands of the engine (those are remembered by their own transaction).
 * Answers are kept for 30 days.
 */
export interface RequestLog {
  /** Claims a request by its id for so long, unless it is known. `commandId`: a command of the engine under this key counts as another request. */
  begin(request: {
    readonly id: string;
    readonly hash: string;
    readonly commandId: string;
    readonly leaseMs: number;
  }): Promise<KnownRequest | { readonly kind: 'usedByCommand' }>;
  /** Claims an abandoned request that has committed nothing; null when somebody else was first. */
  takeOver(request: ClaimedRequest, leaseMs: number): Promise<ClaimedRequest | null>;
  /** Keeps the answer; false when the claim is lost. */
  answer(request: ClaimedRequest, status: number, answer: Buffer): Promise<boolean>;
  /** Forgets a request that was refused and has changed nothing. One that has committed stays. */
  release(request: ClaimedRequest): Promise<void>;
  /** Ends a claim whose outcome is not known. */
  abandon(request: ClaimedRequest): Promise<void>;
}

/** SQL for the transaction of a claimed request: `$1` id, `$2` epoch. No row comes back when the claim is lost. */
export const MARK_REQUEST_COMMITTED = 'update request_log set committed = true where id = $1 and epoch = $2 returning id';
