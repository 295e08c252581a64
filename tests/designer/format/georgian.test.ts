import { expect } from 'chai';
import {
  georgianDate,
  georgianDuration,
  georgianRelative,
  georgianTime,
  numberLanguage,
  NUMBER_STAND_IN,
} from '../../../designer/kit/format/georgian.ts';

/** Node carries the data of all languages; what is written by hand for browsers without Georgian must say the same. */
describe('Georgian without the help of the browser', () => {
  before(() => {
    expect(Intl.DateTimeFormat.supportedLocalesOf('ka')).to.deep.equal(['ka']);
  });

  it('writes the dates of every month as the locale data does', () => {
    for (let month = 0; month < 12; month += 1) {
      const date = new Date(Date.UTC(2026, month, 3, 12));
      expect(georgianDate(date, true)).to.equal(new Intl.DateTimeFormat('ka', { dateStyle: 'medium', timeZone: 'UTC' }).format(date));
    }
  });

  it('writes the time of day as the locale data does', () => {
    for (const date of [new Date(2026, 0, 1, 0, 5, 9), new Date(2026, 0, 1, 23, 59, 59)]) {
      expect(georgianTime(date, false)).to.equal(new Intl.DateTimeFormat('ka', { timeStyle: 'short' }).format(date));
      expect(georgianTime(date, true)).to.equal(new Intl.DateTimeFormat('ka', { timeStyle: 'medium' }).format(date));
    }
  });

  it('tells distances as the locale data does', () => {
    const format = new Intl.RelativeTimeFormat('ka', { numeric: 'auto' });
    for (const unit of ['minute', 'hour', 'day'] as const) {
      for (const amount of [-30, -3, -2, -1, 0, 1, 2, 3, 30]) expect(georgianRelative(amount, unit)).to.equal(format.format(amount, unit));
    }
  });

  it('tells durations as the locale data does', () => {
    for (const unit of ['millisecond', 'second', 'minute', 'hour', 'day'] as const) {
      expect(georgianDuration(12, unit)).to.equal(new Intl.NumberFormat('ka', { style: 'unit', unit, unitDisplay: 'narrow' }).format(12));
    }
  });

  it('writes numbers and money as the locale data does', () => {
    for (const value of ['1234.5', '12345.5', '-1234567.89', '0']) {
      expect(new Intl.NumberFormat(NUMBER_STAND_IN).format(Number(value))).to.equal(new Intl.NumberFormat('ka').format(Number(value)));
      const money = { style: 'currency', currency: 'EUR' } as const;
      expect(new Intl.NumberFormat(NUMBER_STAND_IN, money).format(Number(value))).to.equal(
        new Intl.NumberFormat('ka', money).format(Number(value)),
      );
    }
  });

  it('is used only where the browser lacks the language', () => {
    expect(numberLanguage('ka')).to.equal('ka');
    expect(numberLanguage('zxx')).to.equal(NUMBER_STAND_IN);
  });
});
