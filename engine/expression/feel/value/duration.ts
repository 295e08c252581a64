const SECOND = 1_000_000_000n;
const MINUTE = 60n * SECOND;
const HOUR = 60n * MINUTE;
const DAY = 24n * HOUR;

/** FEEL `days and time duration`: nanoseconds, exactly. */
export class DaysTimeDuration {
  readonly nanos: bigint;

  constructor(nanos: bigint) {
    this.nanos = nanos;
  }

  /** The parts that its properties and its text have; all carry the sign of the duration. */
  get parts(): {
    readonly days: number;
    readonly hours: number;
    readonly minutes: number;
    readonly seconds: number;
    readonly nanos: number;
  } {
    return {
      days: Number(this.nanos / DAY),
      hours: Number((this.nanos % DAY) / HOUR),
      minutes: Number((this.nanos % HOUR) / MINUTE),
      seconds: Number((this.nanos % MINUTE) / SECOND),
      nanos: Number(this.nanos % SECOND),
    };
  }

  toString(): string {
    if (this.nanos === 0n) return 'PT0S';
    const size = this.nanos < 0n ? -this.nanos : this.nanos;
    const { days, hours, minutes, seconds, nanos } = new DaysTimeDuration(size).parts;
    const second = `${seconds}${nanos === 0 ? '' : `.${String(nanos).padStart(9, '0').replace(/0+$/, '')}`}`;
    const time = `${hours === 0 ? '' : `${hours}H`}${minutes === 0 ? '' : `${minutes}M`}${second === '0' ? '' : `${second}S`}`;
    return `${this.nanos < 0n ? '-' : ''}P${days === 0 ? '' : `${days}D`}${time === '' ? '' : `T${time}`}`;
  }
}

/** FEEL `years and months duration`: whole months. */
export class YearsMonthsDuration {
  readonly months: number;

  constructor(months: number) {
    this.months = months + 0;
  }

  toString(): string {
    if (this.months === 0) return 'P0M';
    const size = Math.abs(this.months);
    const [years, months] = [Math.floor(size / 12), size % 12];
    return `${this.months < 0 ? '-' : ''}P${years === 0 ? '' : `${years}Y`}${months === 0 ? '' : `${months}M`}`;
  }
}

export type FeelDuration = DaysTimeDuration | YearsMonthsDuration;

const YEARS_MONTHS = /^(-)?P(?=\d)(?:(\d{1,12})Y)?(?:(\d{1,12})M)?$/;
const DAYS_TIME = /^(-)?P(?=[\dT])(?:(\d{1,15})D)?(?:T(?=\d)(?:(\d{1,15})H)?(?:(\d{1,15})M)?(?:(\d{1,15})(?:\.(\d{0,18}))?S)?)?$/;

/** `P1Y2M` or `P1DT2H3M4.5S` with an optional sign; null for any other text. */
export function parseDuration(text: string): FeelDuration | null {
  const long = YEARS_MONTHS.exec(text);
  if (long !== null) {
    const months = Number(long[2] ?? '0') * 12 + Number(long[3] ?? '0');
    return Number.isSafeInteger(months) ? new YearsMonthsDuration(long[1] === undefined ? months : -months) : null;
  }
  const match = DAYS_TIME.exec(text);
  if (match === null) return null;
  const [, sign, days, hours, minutes, seconds, fraction] = match;
  const nanos =
    BigInt(days ?? 0) * DAY +
    BigInt(hours ?? 0) * HOUR +
    BigInt(minutes ?? 0) * MINUTE +
    BigInt(seconds ?? 0) * SECOND +
    BigInt((fraction ?? '').padEnd(9, '0').slice(0, 9));
  return new DaysTimeDuration(sign === undefined ? nanos : -nanos);
}
