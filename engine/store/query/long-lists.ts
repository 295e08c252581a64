/** Lists that are remembered at most; beyond that the one remembered longest is forgotten. */
const MAX_LISTS = 1_000;
/** So long a list that was longer than is counted is taken to be so still, in milliseconds. */
const KNOWN_MS = 5_000;

/**
 * The lists that had more rows than are counted a moment ago. To read their page costs little and to count them costs much, again and again for everybody who
 * watches a full inbox; so they are counted every few seconds only. A list that gets short has its total again
 * after at most that time, and at once when a page holds all of it.
 */
export class LongLists {
  readonly #now: () => number;
  readonly #countedAt = new Map<string, number>();

  /** `now` in milliseconds of any clock that never goes back. */
  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
  }

  /** Whether the list, known by its conditions and their values, was long when it was last counted and need not be counted now. */
  isKnown(list: string): boolean {
    const at = this.#countedAt.get(list);
    return at !== undefined && this.#now() - at < KNOWN_MS;
  }

  /** Remembers what a count of the list has found. */
  counted(list: string, isLong: boolean): void {
    this.#countedAt.delete(list);
    if (!isLong) return;
    this.#countedAt.set(list, this.#now());
    const [oldest] = this.#countedAt.keys();
    if (this.#countedAt.size > MAX_LISTS && oldest !== undefined) this.#countedAt.delete(oldest);
  }
}
