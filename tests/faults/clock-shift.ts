// Comes first in the server of the fault tests: with FAULT_CLOCK_MS its clock of the day is wrong by so many milliseconds. What measures durations stays as it is.
const shiftMs = Number(process.env['FAULT_CLOCK_MS'] ?? '0');
const RealDate = Date;

class ShiftedDate extends RealDate {
  constructor(...parts: readonly unknown[]) {
    // Without arguments it is now; with any it is as ever. The overloads of Date take no list.
    super(...((parts.length === 0 ? [RealDate.now() + shiftMs] : parts) as [number]));
  }

  static override now(): number {
    return RealDate.now() + shiftMs;
  }
}

if (shiftMs !== 0) globalThis.Date = ShiftedDate as DateConstructor; // Called without `new` by nobody here, which is all that the type has beyond the class.
