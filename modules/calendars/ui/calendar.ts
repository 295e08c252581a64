/** A business calendar; `name` is what diagrams say. */
export interface Calendar {
  readonly name: string;
  readonly title: string;
  readonly zone: string;
  /** Working times by weekday, `09:00-17:00`. */
  readonly hours: Readonly<Record<string, readonly string[]>>;
  /** `2026-12-24`, or `--12-25` in every year. */
  readonly holidays: readonly string[];
  readonly isDefault: boolean;
  /** Groups whose calendar it is: diagrams mean it by the name `team`. */
  readonly teams: readonly string[];
}

export const weekdays = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const;

/** The lines or comma-separated parts of a text. */
export const partsOf = (text: string): readonly string[] =>
  text
    .split(/[,;\n]/)
    .map((part) => part.trim().replaceAll(/\s*[-–]\s*(?=\d{2}:)/g, '-'))
    .filter((part) => part !== '');

type Weekday = (typeof weekdays)[number];

/** Weekdays one after another that have the same working times. */
interface WorkingDays {
  readonly from: Weekday;
  readonly to: Weekday;
  readonly times: readonly string[];
}

/** The weekdays on which somebody works, with their times. */
export function workingDays(calendar: Calendar): readonly WorkingDays[] {
  const spans: WorkingDays[] = [];
  for (const [index, day] of weekdays.entries()) {
    const times = calendar.hours[day] ?? [];
    const last = spans.at(-1);
    const isSame = last !== undefined && last.to === weekdays[index - 1] && last.times.join() === times.join();
    if (isSame) spans[spans.length - 1] = { ...last, to: day };
    else if (times.length > 0) spans.push({ from: day, to: day, times });
  }
  return spans;
}
