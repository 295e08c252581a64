import type { JsonValue } from '../model/index.ts';

const FIRST_BYTES = 4_096;
/** What is grown beyond this is given back after use. */
const MOST_KEPT_BYTES = 1_048_576;
/** A letter of a text that is JSON takes at most so many bytes. */
const MOST_BYTES_PER_LETTER = 3;
/** Letters up to which a loop is faster than the encoder of the platform. */
const SHORT_TEXT = 300;
const FIRST_PRINTABLE = 32;
const LAST_ASCII = 126;
const QUOTE = 34;
const BACKSLASH = 92;
const encoder = new TextEncoder();

/** A text that is JSON, written piece by piece as UTF-8. What is written into is kept, so that writing again needs no memory. */
export class JsonBytes {
  #bytes = new Uint8Array(FIRST_BYTES);
  #end = 0;

  /** Bytes written since `begin`. */
  get length(): number {
    return this.#end;
  }

  /** Begins anew. */
  begin(): void {
    if (this.#bytes.length > MOST_KEPT_BYTES) this.#bytes = new Uint8Array(FIRST_BYTES);
    this.#end = 0;
  }

  /** Forgets what was written after the first so many bytes. */
  cut(length: number): void {
    this.#end = length;
  }

  /** Copies what was written since `begin` to somebody who has room for it. */
  copyTo(target: Uint8Array): void {
    target.set(this.#bytes.subarray(0, this.#end));
  }

  /** A single ASCII letter as it is. */
  letter(code: number): void {
    if (this.#end === this.#bytes.length) this.#grow(1);
    this.#bytes[this.#end] = code;
    this.#end += 1;
  }

  /** A text as it is: JSON, or a part of it. */
  raw(text: string): void {
    const { length } = text;
    const at = this.#room(length * MOST_BYTES_PER_LETTER);
    const bytes = this.#bytes;
    if (length > SHORT_TEXT) return this.#encode(text);
    for (let index = 0; index < length; index += 1) {
      const code = text.charCodeAt(index);
      if (code > LAST_ASCII) return this.#encode(text);
      bytes[at + index] = code;
    }
    this.#end = at + length;
  }

  value(value: JsonValue): void {
    if (typeof value === 'string') this.#text(value);
    else if (value === null) this.raw('null');
    else this.raw(JSON.stringify(value));
  }

  #text(text: string): void {
    const { length } = text;
    const at = this.#room(length * MOST_BYTES_PER_LETTER + 2);
    if (length > SHORT_TEXT) return this.raw(JSON.stringify(text));
    const bytes = this.#bytes;
    for (let index = 0; index < length; index += 1) {
      const code = text.charCodeAt(index);
      if (code < FIRST_PRINTABLE || code > LAST_ASCII || code === QUOTE || code === BACKSLASH) return this.raw(JSON.stringify(text));
      bytes[at + 1 + index] = code;
    }
    bytes[at] = QUOTE;
    bytes[at + 1 + length] = QUOTE;
    this.#end = at + length + 2;
  }

  #encode(text: string): void {
    this.#end += encoder.encodeInto(text, this.#bytes.subarray(this.#end)).written;
  }

  /** Makes room for so many bytes; answers where they begin. */
  #room(bytes: number): number {
    if (this.#end + bytes > this.#bytes.length) this.#grow(bytes);
    return this.#end;
  }

  #grow(bytes: number): void {
    const larger = new Uint8Array(Math.max(this.#bytes.length * 2, this.#end + bytes));
    larger.set(this.#bytes.subarray(0, this.#end));
    this.#bytes = larger;
  }
}
