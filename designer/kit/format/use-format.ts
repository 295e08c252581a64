import { useMemo } from 'react';
import { regional } from '../i18n/languages.ts';
import { useText } from '../i18n/use-text.ts';
import { formatCount, formatDecimal, formatMoney, formatPercent } from './decimal.ts';
import type { FractionDigits } from './decimal.ts';
import { formatDate, formatDateTime, formatDuration, formatRelative, formatTime } from './time.ts';

/** The formatting functions bound to the language shown. */
export interface Format {
  readonly decimal: (value: string | number, digits?: FractionDigits) => string;
  readonly count: (count: number, countedUpTo: number) => string;
  readonly money: (value: string | number, currency?: string | null) => string;
  readonly percent: (value: string | number) => string;
  readonly date: (value: string) => string;
  readonly dateTime: (value: string) => string;
  readonly time: (value: string) => string;
  readonly relative: (value: string) => string;
  readonly duration: (durationMs: number | null | undefined) => string;
}

/** Formats numbers, money, dates and durations in the language shown. */
export function useFormat(): Format {
  const language = regional(useText().language, navigator.languages);
  return useMemo(
    () => ({
      decimal: (value, digits) => formatDecimal(value, language, digits),
      count: (count, countedUpTo) => formatCount(count, countedUpTo, language),
      money: (value, currency) => formatMoney(value, currency, language),
      percent: (value) => formatPercent(value, language),
      date: (value) => formatDate(value, language),
      dateTime: (value) => formatDateTime(value, language),
      time: (value) => formatTime(value, language),
      relative: (value) => formatRelative(value, Date.now(), language),
      duration: (durationMs) => formatDuration(durationMs, language),
    }),
    [language],
  );
}
