import { randomFillSync } from 'node:crypto';
import { v7 } from 'uuid';

const ID_BYTES = 16;
/** Random bytes that are fetched at a time: asking the system for those of one id costs more than the rest of it. */
const POOL_BYTES = 256 * ID_BYTES;
const MAX_SEQUENCE = 0xffff_ffff;

/** Ids of instances: UUIDs of version 7 (RFC 9562, section 5.7) that grow from one to the next, so that rows made one after another lie side by side. */
export class InstanceIds {
  readonly #pool = Buffer.alloc(POOL_BYTES);
  #used = POOL_BYTES;
  #msecs = 0;
  #seq = 0;

  next(): string {
    const random = this.#random();
    const now = Date.now();
    if (now > this.#msecs) {
      this.#msecs = now;
      // The upper bit stays free, so that the sequence does not run out within the millisecond.
      this.#seq = random.readUInt32BE(0) >>> 1;
    } else if (this.#seq === MAX_SEQUENCE) {
      this.#msecs += 1;
      this.#seq = 0;
    } else this.#seq += 1;
    return v7({ msecs: this.#msecs, seq: this.#seq, random });
  }

  #random(): Buffer {
    if (this.#used === POOL_BYTES) {
      randomFillSync(this.#pool);
      this.#used = 0;
    }
    this.#used += ID_BYTES;
    return this.#pool.subarray(this.#used - ID_BYTES, this.#used);
  }
}
