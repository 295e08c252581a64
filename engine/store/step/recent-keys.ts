/** A bounded set of texts; the one that was added longest ago gives way, and each goes after a while when there is such a time. */
export class RecentKeys {
  readonly #most: number;
  readonly #forMs: number;
  /** When each was added, by the clock of the process in milliseconds. */
  readonly #keys = new Map<string, number>();

  constructor(most: number, forMs = Number.POSITIVE_INFINITY) {
    this.#most = most;
    this.#forMs = forMs;
  }

  has(key: string): boolean {
    const addedMs = this.#keys.get(key);
    return addedMs !== undefined && performance.now() - addedMs < this.#forMs;
  }

  add(key: string): void {
    this.#keys.delete(key);
    this.#keys.set(key, performance.now());
    const [oldest] = this.#keys.keys();
    if (this.#keys.size > this.#most && oldest !== undefined) this.#keys.delete(oldest);
  }

  delete(key: string): void {
    this.#keys.delete(key);
  }
}
