import { hash } from 'node:crypto';
import type { JsonValue } from '../model/index.ts';

/** JSON with the members of every object in the order of their names, so that equal values have equal texts. */
export function canonicalJson(value: JsonValue): string {
  return JSON.stringify(value, (_key, member: unknown) => {
    if (member === null || typeof member !== 'object' || Array.isArray(member)) return member;
    return Object.fromEntries(Object.entries(member).sort(([left], [right]) => (left < right ? -1 : 1)));
  });
}

/** SHA-256 of the canonical text, hexadecimal. */
export function hashOf(...values: readonly JsonValue[]): string {
  return hash('sha256', values.map((value) => `${canonicalJson(value)}\n`).join(''));
}
