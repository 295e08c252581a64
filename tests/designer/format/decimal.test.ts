import { expect } from 'chai';
import {
  compareDecimals,
  formatCount,
  formatDecimal,
  formatMoney,
  formatPercent,
  isDecimal,
  parseDecimal,
  sumDecimals,
} from '../../../designer/kit/format/decimal.ts';

/** Languages group by spaces that do not break; tests are easier to read with plain ones. */
const plain = (text: string) => text.replaceAll(/[\u00a0\u202f]/g, ' ');

describe('decimals for people', () => {
  it('say where counting stopped', () => {
    expect(formatCount(12, 1_000, 'en')).to.equal('12');
    expect(formatCount(1_000, 1_000, 'en')).to.equal('1,000+');
    expect(plain(formatCount(2_500, 1_000, 'ru'))).to.equal('1 000+');
  });

  it('are formatted exactly, however many digits they have', () => {
    expect(formatDecimal('12345678901234567890.123456789', 'en')).to.equal('12,345,678,901,234,567,890.123456789');
    expect(formatDecimal('0.1', 'en')).to.equal('0.1');
    expect(plain(formatDecimal('-1234567.5', 'cs'))).to.equal('-1 234 567,5');
  });

  it('keep the digits they have unless told otherwise', () => {
    expect(formatDecimal('2.500', 'en')).to.equal('2.5');
    expect(formatDecimal('2', 'en', { minimum: 2 })).to.equal('2.00');
    expect(formatDecimal('0.72', 'ru')).to.equal('0,72');
  });

  it('show a text that is no decimal as it is', () => {
    expect(formatDecimal('about ten', 'en')).to.equal('about ten');
    expect(formatMoney('NaN', 'EUR', 'en')).to.equal('NaN');
  });

  it('are money with the usual digits of the currency, and with more only when the amount has them', () => {
    expect(formatMoney('12.5000', 'EUR', 'en')).to.equal('€12.50');
    expect(formatMoney('0.0125', 'EUR', 'en')).to.equal('€0.0125');
    expect(formatMoney('201', 'JPY', 'en')).to.equal('¥201');
    expect(plain(formatMoney('1234.5', 'CZK', 'cs'))).to.equal('1 234,50 Kč');
    expect(plain(formatMoney('90071992547409931234.56', 'EUR', 'es'))).to.equal('90.071.992.547.409.931.234,56 €');
  });

  it('are money with the code when the currency is unknown', () => {
    expect(formatMoney('3.5', null, 'en')).to.equal('3.50');
    expect(formatMoney('3.5', 'points', 'en')).to.equal('3.50 points');
  });

  it('are percent', () => {
    expect(formatPercent('21.000000', 'en')).to.equal('21%');
    expect(plain(formatPercent('12.5', 'ru'))).to.equal('12,5 %');
  });
});

describe('what people type as a number', () => {
  it('is read in their own notation', () => {
    expect(parseDecimal('1,234.50', 'en')).to.equal('1234.50');
    expect(parseDecimal('1 234,50', 'cs')).to.equal('1234.50');
    expect(parseDecimal('1.234,5', 'es')).to.equal('1234.5');
    expect(parseDecimal('12 345,6', 'ka')).to.equal('12345.6');
    expect(parseDecimal('\u22125', 'en')).to.equal('-5');
  });

  it('reads back what was formatted, in every language', () => {
    for (const language of ['en', 'es', 'cs', 'ru', 'ka']) {
      for (const value of ['0', '0.000001', '-12.5', '3140', '1234567.89', '98765432109876543210.5']) {
        expect(parseDecimal(formatDecimal(value, language), language), `${value} in ${language}`).to.equal(value);
      }
    }
  });

  it('is refused rather than guessed', () => {
    for (const text of ['', 'ten', '1,5', '1,2345', '1.2.3', '--1', '1e5', 'Infinity'])
      expect(parseDecimal(text, 'en'), text).to.equal(null);
    expect(parseDecimal('1.5', 'es')).to.equal(null);
  });

  it('takes a point where the language gives it no other meaning', () => {
    expect(parseDecimal('1.5', 'cs')).to.equal('1.5');
  });
});

describe('sums and comparisons of decimals', () => {
  it('are exact where binary numbers are not', () => {
    expect(sumDecimals(['0.1', '0.2'])).to.equal('0.3');
    expect(sumDecimals(['3140', '-3106.4'])).to.equal('33.6');
    expect(sumDecimals(['0.72', '-0.66'])).to.equal('0.06');
    expect(sumDecimals([])).to.equal('0');
    expect(sumDecimals(['-0.05', '0.04'])).to.equal('-0.01');
  });

  it('compare different writings of one number as equal', () => {
    expect(compareDecimals('10', '10.0000')).to.equal(0);
    expect(compareDecimals('0.000001', '0')).to.equal(1);
    expect(compareDecimals('9', '10')).to.equal(-1);
    expect(compareDecimals('-1', '0.5')).to.equal(-1);
  });

  it('know a decimal', () => {
    expect(['1', '-1.5', '007'].every(isDecimal)).to.equal(true);
    expect(['1.', '.5', '1e3', ' 1', '0x1'].some(isDecimal)).to.equal(false);
  });
});
