import type { EngineParts } from './engine-parts.ts';
import { jobKind } from './work-handlers.ts';
import type { Hand } from './worker-hand.ts';

/** Jobs that steps of this process may leave it, as a multiple of the rows in hand, where they share their transactions. */
export const SHARED_IN_HAND = 3;
/** Jobs in hand that have transactions of their own, as a multiple of those that run at once: enough that the next is there when one ends. */
export const APART_IN_HAND = 1.5;
/** Part of that room that must be free before more are claimed, so that claims are few and large. */
const REFILL_FROM = 0.5;

/** What a claim of jobs asks for. */
export interface JobClaim {
  readonly topics: readonly string[];
  readonly limit: number;
}

/**
 * How many jobs a worker takes. Work that shares its transactions is done as soon as it is in hand. Other work runs few at a time, and what is beyond would
 * only wait here while another process could do it. What nobody knows yet counts as other work.
 */
export class JobRoom {
  readonly #parts: EngineParts;
  readonly #concurrency: number;
  readonly #hands: readonly Hand[];
  /** True when jobs were not asked for because there was no room for them. */
  #hasLeft = false;

  constructor(parts: EngineParts, concurrency: number, hands: readonly Hand[]) {
    this.#parts = parts;
    this.#concurrency = concurrency;
    this.#hands = hands;
  }

  /** Whether one more job of a type may be handed over, when so many are already. */
  hasRoom(type: string, handedOver: number): boolean {
    const { steps, isShared } = this.#parts.store.capacityFor(jobKind(type));
    return isShared ? handedOver < Math.min(steps, this.#concurrency * SHARED_IN_HAND) : this.#apart() < this.#mostApart(steps);
  }

  /**
   * What to claim with so many hands free, part after part; none may take more than the parts before it have left free. The work that has few hands comes
   * first, so that neither sort keeps the other out.
   */
  claims(free: number): readonly JobClaim[] {
    const topics = [...this.#parts.operations.keys()];
    const apart = topics.filter((topic) => !this.#isShared(topic));
    const most = this.#mostOf(apart);
    if (most === null || most >= this.#concurrency) return [{ topics, limit: free }];
    const left = this.#leftOf(most);
    this.#hasLeft = left === 0;
    const shared = { topics: topics.filter((topic) => this.#isShared(topic)), limit: free };
    return left === 0 ? [shared] : [{ topics: apart, limit: left }, shared];
  }

  /** True once when there is room again after jobs were left; to be asked when one has ended. */
  isFreed(): boolean {
    if (!this.#hasLeft) return false;
    const most = this.#mostOf([...this.#parts.operations.keys()].filter((topic) => !this.#isShared(topic)));
    this.#hasLeft = most !== null && this.#leftOf(most) === 0;
    return !this.#hasLeft;
  }

  #isShared(topic: string): boolean {
    return this.#parts.store.capacityFor(jobKind(topic)).isShared;
  }

  /** Most jobs in hand that have transactions of their own; null when none of these operations has. */
  #mostOf([topic]: readonly string[]): number | null {
    return topic === undefined ? null : this.#mostApart(this.#parts.store.capacityFor(jobKind(topic)).steps);
  }

  #mostApart(atOnce: number): number {
    return Math.min(this.#concurrency, Math.ceil(atOnce * APART_IN_HAND));
  }

  /** Room for more of them; none while it is too little for a claim. */
  #leftOf(most: number): number {
    const left = most - this.#apart();
    return left >= most * REFILL_FROM ? left : 0;
  }

  #apart(): number {
    let count = 0;
    for (const hand of this.#hands) for (const type of hand.jobTypes()) if (!this.#isShared(type)) count += 1;
    return count;
  }
}
