import { randomInt } from 'node:crypto';

/** True where the numbers are those of the reliability page (`FAULTS=long`), false where they are those of `npm test`. */
export const isLong = (): boolean => process.env['FAULTS'] === 'long';

/**
 * A number of a fault test: `short` in `npm test`, `long` with `FAULTS=long`, and whatever the variable of this name says before both.
 * Throws when it says no whole number above zero.
 */
export function scaled(variable: `FAULT_${string}`, short: number, long: number): number {
  const given = process.env[variable];
  if (given === undefined) return isLong() ? long : short;
  const number = Number(given);
  if (!Number.isInteger(number) || number <= 0) throw new Error(`Expected a whole number above zero in ${variable}, but found "${given}".`);
  return number;
}

/** Random numbers that come again with the same seed. */
export interface SeededRandom {
  readonly seed: number;
  /** In [0, 1). */
  next(): number;
  /** A whole number in [0, limit). */
  below(limit: number): number;
  /** True with this probability. */
  chance(probability: number): boolean;
}

/** `FAULT_SEED` repeats a run as far as the machine's timing allows; without it the seed is drawn. Print it with the figure. */
export function seededRandom(seed: number = givenSeed() ?? randomInt(2 ** 31)): SeededRandom {
  let state = seed >>> 0;
  // mulberry32: 32 bits of state are plenty for choosing moments.
  function next(): number {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }
  return { seed, next, below: (limit) => Math.floor(next() * limit), chance: (probability) => next() < probability };
}

function givenSeed(): number | null {
  const given = process.env['FAULT_SEED'];
  return given === undefined ? null : Number(given);
}
