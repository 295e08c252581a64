/**
 * Numbers and money for people. Amounts stay exact: a decimal string goes to Intl as a string, which formats it as the decimal
 * it is (ECMA-402, "Intl mathematical value"), so no binary floating-point number is made anywhere on the way.
 */

import { hasLocaleData, numberLanguage } from './georgian.ts';

const decimalPattern = /^-?\d{1,40}(?:\.\d{1,40})?$/;

/** True for a plain decimal: digits, an optional minus and an optional point with digits. */
export function isDecimal(text: string): text is `${number}` {
  return decimalPattern.test(text);
}

/** How many digits a formatted number shows after the decimal separator; what exceeds `maximum` is rounded half away from zero. */
export interface FractionDigits {
  readonly minimum?: number;
  readonly maximum?: number;
}

/**
 * Formats a decimal for a language, keeping every digit it has unless `digits` says otherwise. A text that is no decimal is
 * returned as it is: showing it is better than hiding it.
 */
export function formatDecimal(value: string | number, language: string, digits: FractionDigits = {}): string {
  const text = String(value);
  if (!isDecimal(text)) return text;
  const own = fractionLength(text);
  const minimum = digits.minimum ?? 0;
  const maximum = Math.max(minimum, digits.maximum ?? own);
  return new Intl.NumberFormat(numberLanguage(language), { minimumFractionDigits: minimum, maximumFractionDigits: maximum }).format(text);
}

/**
 * Formats an amount of money. It shows at least the currency's usual fraction digits and any further digit the amount really
 * has other than trailing zeros ("12.5000" EUR is 12.50, "0.0125" EUR keeps 0.0125). Without a known currency it is a number
 * followed by the code.
 */
export function formatMoney(value: string | number, currency: string | null | undefined, language: string): string {
  const text = trimZeros(String(value));
  if (!isDecimal(text)) return String(value);
  if (currency === null || currency === undefined || !/^[A-Z]{3}$/.test(currency)) return withCode(text, currency, language);
  const usual =
    new Intl.NumberFormat(numberLanguage(language), { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2;
  const maximumFractionDigits = Math.max(usual, fractionLength(text));
  const options = { style: 'currency', currency, minimumFractionDigits: usual, maximumFractionDigits } as const;
  const formatted = new Intl.NumberFormat(numberLanguage(language), options).format(text);
  // The stand-in for Georgian knows every currency's sign but that of Georgia.
  return hasLocaleData(language) ? formatted : formatted.replace('GEL', '₾');
}

/** A number that was counted only so far: "12", and "1,000+" where counting stopped. */
export function formatCount(count: number, countedUpTo: number, language: string): string {
  return count < countedUpTo ? formatDecimal(count, language) : `${formatDecimal(countedUpTo, language)}+`;
}

/** Formats a share given as a decimal number of percent ("12.5" -> "12.5%"). */
export function formatPercent(value: string | number, language: string): string {
  const text = trimZeros(String(value));
  if (!isDecimal(text)) return String(value);
  return new Intl.NumberFormat(numberLanguage(language), {
    style: 'unit',
    unit: 'percent',
    maximumFractionDigits: fractionLength(text),
  }).format(text);
}

/**
 * Reads what a person typed in their own notation ("1 234,50" in Czech, "1,234.50" in English) as a decimal string, or null when
 * it is not one. A point is accepted as the decimal separator everywhere when the language has no other use for it.
 */
export function parseDecimal(text: string, language: string): string | null {
  const { decimal, group } = separators(language);
  const compact = text
    .trim()
    .replaceAll(/[\s\u00a0\u202f]/g, '')
    .replace(/^\u2212/, '-');
  const grouped = group.trim() === '' ? compact : stripGroups(compact, group, decimal);
  if (grouped === null) return null;
  const plain = decimal === '.' ? grouped : grouped.replace(decimal, '.');
  return isDecimal(plain) ? plain : null;
}

/** Adds exact decimals and returns the exact sum with as many fraction digits as the longest of them; "0" for none. */
export function sumDecimals(values: readonly string[]): string {
  const decimals = values.filter(isDecimal);
  const scale = decimals.reduce((longest, value) => Math.max(longest, fractionLength(value)), 0);
  return fromScaled(
    decimals.reduce((total, value) => total + toScaled(value, scale), 0n),
    scale,
  );
}

/** Negative, zero or positive as `left` is less than, equal to or greater than `right`, compared exactly. */
export function compareDecimals(left: string, right: string): number {
  const scale = Math.max(fractionLength(left), fractionLength(right));
  const difference = toScaled(left, scale) - toScaled(right, scale);
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

function stripGroups(text: string, group: string, decimal: string): string | null {
  if (!text.includes(group)) return text;
  const [whole = '', ...rest] = text.split(decimal);
  const parts = whole.split(group);
  // "1.234" in a language that groups by points is 1234, but "1.5" is not a grouped number and guessing would be worse than refusing.
  if (parts.slice(1).some((part) => part.length !== 3)) return null;
  return [parts.join(''), ...rest].join(decimal);
}

function separators(language: string): { readonly decimal: string; readonly group: string } {
  const parts = new Intl.NumberFormat(numberLanguage(language), { useGrouping: true }).formatToParts(-1234567.5);
  const find = (type: string, otherwise: string) => parts.find((part) => part.type === type)?.value ?? otherwise;
  return { decimal: find('decimal', '.'), group: find('group', ' ') };
}

function withCode(text: `${number}`, currency: string | null | undefined, language: string): string {
  const number = formatDecimal(text, language, { minimum: 2 });
  return currency === null || currency === undefined || currency === '' ? number : `${number} ${currency}`;
}

function trimZeros(text: string): string {
  return text.includes('.') ? text.replace(/\.?0+$/, '') : text;
}

function fractionLength(text: string): number {
  const point = text.indexOf('.');
  return point === -1 ? 0 : text.length - point - 1;
}

function toScaled(text: string, scale: number): bigint {
  const [whole = '0', fraction = ''] = text.replace('-', '').split('.');
  const magnitude = BigInt(whole + fraction.padEnd(scale, '0'));
  return text.startsWith('-') ? -magnitude : magnitude;
}

function fromScaled(total: bigint, scale: number): string {
  const digits = (total < 0n ? -total : total).toString().padStart(scale + 1, '0');
  const text = scale === 0 ? digits : `${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
  return total < 0n ? `-${text}` : text;
}
