/** Values by id, as long as they fit: the one used longest ago gives way. One that is larger than the whole is not kept. */
export class RecentlyUsed<Value> {
  readonly #maxEntries: number;
  readonly #maxBytes: number;
  readonly #byId = new Map<string, { readonly value: Value; readonly bytes: number }>();
  #bytes = 0;

  constructor(limits: { readonly maxEntries: number; readonly maxBytes: number }) {
    this.#maxEntries = limits.maxEntries;
    this.#maxBytes = limits.maxBytes;
  }

  get size(): number {
    return this.#byId.size;
  }

  get(id: string): Value | undefined {
    const found = this.#byId.get(id);
    if (found === undefined) return undefined;
    this.#byId.delete(id);
    this.#byId.set(id, found);
    return found.value;
  }

  /** `bytes`: how much room the value takes, measured alike for all values. */
  set(id: string, value: Value, bytes: number): void {
    this.#forget(id);
    this.#byId.set(id, { value, bytes });
    this.#bytes += bytes;
    for (const oldest of this.#byId.keys()) {
      if (this.#byId.size <= this.#maxEntries && this.#bytes <= this.#maxBytes) break;
      this.#forget(oldest);
    }
  }

  #forget(id: string): void {
    this.#bytes -= this.#byId.get(id)?.bytes ?? 0;
    this.#byId.delete(id);
  }
}
