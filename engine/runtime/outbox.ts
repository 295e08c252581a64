import type { JsonObject } from '../model/index.ts';
import type { ClaimedOutbox, WorkStore } from '../port/work-store.ts';

/**
 * Carries one effect to the outside world. It may be called again for the same effect, always with the same `dedupeKey`. Returns
 * `kept` when no transport is configured and the product's own pages show it. Throws when it should be tried again.
 */
export type OutboxHandler = (effect: { readonly dedupeKey: string; readonly payload: JsonObject }) => Promise<'sent' | 'kept'>;

/** Attempts of one effect, and the pause before the next, doubled each time up to the maximum. */
export const MAX_OUTBOX_ATTEMPTS = 12;
const FIRST_PAUSE_MS = 2_000;
const MAX_PAUSE_MS = 30 * 60 * 1_000;

/** Delivers a claimed outbox row and records what became of it. */
export async function dispatchOutbox(work: WorkStore, handlers: ReadonlyMap<string, OutboxHandler>, row: ClaimedOutbox): Promise<void> {
  const handler = handlers.get(row.kind);
  if (handler === undefined) {
    await work.finishOutbox(row.id, row.leaseEpoch, {
      retryAfterMs: MAX_PAUSE_MS,
      error: `Expected a handler for outbox effects of kind "${row.kind}", but there is none.`,
    });
    return;
  }
  let state: 'sent' | 'kept';
  try {
    state = await handler({ dedupeKey: row.dedupeKey, payload: row.payload });
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const retryAfterMs = Math.min(MAX_PAUSE_MS, FIRST_PAUSE_MS * 2 ** (row.attempts - 1));
    await work.finishOutbox(
      row.id,
      row.leaseEpoch,
      row.attempts >= MAX_OUTBOX_ATTEMPTS ? { state: 'failed' } : { retryAfterMs, error: message },
    );
    return;
  }
  await work.finishOutbox(row.id, row.leaseEpoch, { state });
}
