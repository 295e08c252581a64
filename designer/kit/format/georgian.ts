/**
 * Georgian dates, times and units. Browsers built on Chromium carry no Georgian locale data and would fall back to English; what they
 * lack is here, as the Unicode locale data (CLDR) has it. Browsers that have the data use their own.
 */

const months = ['იან', 'თებ', 'მარ', 'აპრ', 'მაი', 'ივნ', 'ივლ', 'აგვ', 'სექ', 'ოქტ', 'ნოე', 'დეკ'] as const;

/** The unit a distance in time is told in. */
export type RelativeUnit = 'minute' | 'hour' | 'day';

/** The unit a duration is told in. */
export type DurationUnit = 'millisecond' | 'second' | 'minute' | 'hour' | 'day';

const relative: Readonly<
  Record<RelativeUnit, { readonly past: string; readonly future: string; readonly named: Readonly<Record<number, string>> }>
> = {
  minute: { past: 'წუთის წინ', future: 'წუთში', named: { 0: 'ამ წუთში' } },
  hour: { past: 'საათის წინ', future: 'საათში', named: { 0: 'ამ საათში' } },
  day: { past: 'დღის წინ', future: 'დღეში', named: { [-2]: 'გუშინწინ', [-1]: 'გუშინ', 0: 'დღეს', 1: 'ხვალ', 2: 'ზეგ' } },
};

const durations: Readonly<Record<DurationUnit, string>> = {
  millisecond: ' მწმ',
  second: 'წმ',
  minute: 'წთ',
  hour: 'სთ',
  day: ' დღე',
};

/** Numbers are written in Georgian as in Polish: a comma, groups parted by spaces, and none for four digits. */
export const NUMBER_STAND_IN = 'pl';

/** "21 ნოე. 2026"; `inUtc` for plain dates, which belong to no time zone. */
export function georgianDate(date: Date, inUtc: boolean): string {
  const [day, month, year] = inUtc
    ? [date.getUTCDate(), date.getUTCMonth(), date.getUTCFullYear()]
    : [date.getDate(), date.getMonth(), date.getFullYear()];
  return `${day} ${months[month] ?? ''}. ${year}`;
}

/** "14:05", or "14:05:09" with seconds. */
export function georgianTime(date: Date, withSeconds: boolean): string {
  const parts = [date.getHours(), date.getMinutes(), ...(withSeconds ? [date.getSeconds()] : [])];
  return parts.map((part) => String(part).padStart(2, '0')).join(':');
}

/** "3 საათში", "გუშინ". */
export function georgianRelative(amount: number, unit: RelativeUnit): string {
  const words = relative[unit];
  return words.named[amount] ?? `${Math.abs(amount)} ${amount < 0 ? words.past : words.future}`;
}

/** "12სთ". */
export function georgianDuration(amount: number, unit: DurationUnit): string {
  return `${amount}${durations[unit]}`;
}

/** True when this browser has locale data for a language. */
export function hasLocaleData(language: string): boolean {
  return Intl.DateTimeFormat.supportedLocalesOf(language).length > 0;
}

/** The language to give to Intl for numbers in a language. */
export function numberLanguage(language: string): string {
  return hasLocaleData(language) ? language : NUMBER_STAND_IN;
}
