import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { JsonObject, JsonValue } from '../../../engine/model/index.ts';
import { OutsideError } from '../../../engine/port/module-contract.ts';

/** A secret in a text: `{{secrets.NAME}}`. */
const PLACEHOLDER = /\{\{\s*secrets\.([A-Za-z0-9][A-Za-z0-9_.-]{0,99})\s*\}\}/g;
const NAME = /^[A-Za-z0-9][A-Za-z0-9_.-]{0,99}$/;
/** Secrets listed, and the largest one in bytes. */
const MAX_SECRETS = 1_000;
const MAX_SECRET_BYTES = 65_536;
const MASK = '***';

/** Names of the secrets of a folder, sorted; none without a folder. Fails when it cannot be read. */
export async function secretNames(directory: string | null): Promise<readonly string[]> {
  if (directory === null) return [];
  return (await readdir(directory))
    .filter((name) => NAME.test(name))
    .toSorted()
    .slice(0, MAX_SECRETS);
}

/** Names of secrets that a text speaks of. */
export function namedSecrets(text: string): readonly string[] {
  return [...new Set([...text.matchAll(PLACEHOLDER)].map((match) => match[1] ?? ''))];
}

/**
 * The secrets of one piece of work: those that its diagram names and no others, so that a variable that happens to hold
 * `{{secrets.X}}` gets nothing. They are read when they are used, and known afterwards to be masked in whatever comes back.
 */
export class Secrets {
  readonly #values: ReadonlyMap<string, string>;

  private constructor(values: ReadonlyMap<string, string>) {
    this.#values = values;
  }

  /** Reads the secrets that the texts of a diagram name. A missing one ends the work for good. */
  static async read(directory: string | null, written: readonly string[]): Promise<Secrets> {
    const values = new Map<string, string>();
    for (const name of written.flatMap(namedSecrets)) if (!values.has(name)) values.set(name, await readSecret(directory, name));
    return new Secrets(values);
  }

  /** Whether a text has a place for one of these secrets. */
  isIn(text: string): boolean {
    return namedSecrets(text).some((name) => this.#values.has(name));
  }

  fill(text: string): string {
    return text.replaceAll(PLACEHOLDER, (placeholder, name: string) => this.#values.get(name) ?? placeholder);
  }

  /** Fills every text inside a value. */
  fillAll(value: JsonValue): JsonValue {
    return mapTexts(value, (text) => this.fill(text));
  }

  mask(text: string): string {
    return [...this.#values.values()].filter((secret) => secret !== '').reduce((masked, secret) => masked.replaceAll(secret, MASK), text);
  }

  /** Masks every text inside a value, names of members included. */
  maskAll(value: JsonValue): JsonValue {
    return mapTexts(value, (text) => this.mask(text));
  }
}

async function readSecret(directory: string | null, name: string): Promise<string> {
  const missing = (): OutsideError =>
    new OutsideError(`Expected a secret "${name}" in the folder that LANEWORK_SECRETS names, but there is none.`, { isFinal: true });
  if (directory === null) throw missing();
  let bytes: Buffer;
  try {
    bytes = await readFile(join(directory, name));
  } catch (error) {
    throw error instanceof Error && 'code' in error && error.code === 'ENOENT' ? missing() : error;
  }
  if (bytes.byteLength > MAX_SECRET_BYTES)
    throw new OutsideError(`Expected secret "${name}" to have at most ${MAX_SECRET_BYTES} bytes, but it is larger.`, { isFinal: true });
  // Editors end a file with a line break, which is no part of the secret.
  return bytes.toString('utf8').replace(/\r?\n$/, '');
}

function mapTexts(value: JsonValue, change: (text: string) => string): JsonValue {
  if (typeof value === 'string') return change(value);
  if (Array.isArray(value)) return value.map((item: JsonValue) => mapTexts(item, change));
  if (typeof value !== 'object' || value === null) return value;
  // Array.isArray does not narrow readonly arrays away.
  return Object.fromEntries(Object.entries(value as JsonObject).map(([name, member]) => [change(name), mapTexts(member, change)]));
}
