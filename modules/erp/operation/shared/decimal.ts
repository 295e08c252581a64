import { Decimal } from 'decimal.js';
import { z } from 'zod';

/** Exact arithmetic for the few sums outside SQL; 60 digits hold every product of the columns of this module. */
export const Exact = Decimal.clone({ precision: 60 });
export type Exact = Decimal;

/** A quantity, amount or percentage as it arrives: a decimal string, or a JSON number whose shortest decimal form is taken as it stands. */
export const decimalInput = z
  .union([z.string().regex(/^-?\d{1,20}(\.\d{1,30})?$/), z.number()])
  .describe('Exact decimal, for example "12.5"');

/** A decimal string as it leaves. */
export const decimalOutput = z.string().describe('Exact decimal as text');

/** The decimal text of an input, without exponent and never rounded. */
export function decimalText(value: string | number): string {
  return new Exact(value).toFixed();
}
