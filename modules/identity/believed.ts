/** How long an answer is believed before the database is asked again, in milliseconds. Changes of this node count at once, those of others when they are told. */
export const BELIEVED_MS = 2_000;
/** Answers kept at a time; the oldest goes first. */
const MAX_KEPT = 10_000;

/**
 * Answers of the database that are believed for a moment. Requests that come while the question is open share its answer. Nothing that was asked before
 * `forget` is believed after it: called after the commit of a change, it makes the change count from the next request on.
 */
export class Believed<Value extends object> {
  readonly #kept = new Map<string, { readonly answer: Promise<Value | null>; readonly untilMs: number }>();
  readonly #nowMs: () => number;

  /** `nowMs` is a clock that only goes forward. */
  constructor(nowMs: () => number) {
    this.#nowMs = nowMs;
  }

  /** The answer under this key. "Nothing" and failures are never kept. */
  async find(key: string, ask: () => Promise<Value | null>): Promise<Value | null> {
    const kept = this.#kept.get(key);
    if (kept !== undefined && this.#nowMs() < kept.untilMs) return kept.answer;
    const asked = { answer: ask(), untilMs: this.#nowMs() + BELIEVED_MS };
    this.#keep(key, asked);
    try {
      const value = await asked.answer;
      if (value === null) this.#drop(key, asked);
      return value;
    } catch (error) {
      this.#drop(key, asked);
      throw error;
    }
  }

  forget(): void {
    this.#kept.clear();
  }

  #keep(key: string, asked: { readonly answer: Promise<Value | null>; readonly untilMs: number }): void {
    this.#kept.delete(key);
    const [oldest] = this.#kept.keys();
    if (this.#kept.size >= MAX_KEPT && oldest !== undefined) this.#kept.delete(oldest);
    this.#kept.set(key, asked);
  }

  #drop(key: string, asked: object): void {
    if (this.#kept.get(key) === asked) this.#kept.delete(key);
  }
}
