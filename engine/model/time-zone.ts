/**
 * Wall-clock time in a named zone (`Europe/Prague`), by the zone data that every JavaScript engine carries. "Wall" is what the clock on the
 * wall shows, written as if it were UTC, in milliseconds.
 */
const FORMATS = new Map<string, Intl.DateTimeFormat>();
/** Zones kept at hand; there are about six hundred in all. */
const MAX_FORMATS = 1_000;

function formatOf(zone: string): Intl.DateTimeFormat | null {
  const known = FORMATS.get(zone);
  if (known !== undefined) return known;
  try {
    const format = new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
    if (FORMATS.size < MAX_FORMATS) FORMATS.set(zone, format);
    return format;
  } catch (error) {
    if (error instanceof RangeError) return null; // No such zone.
    throw error;
  }
}

/** True when the zone is known. */
export const isTimeZone = (zone: string): boolean => formatOf(zone) !== null;

/** What the clock on the wall shows at an instant. The zone has to be known. */
export function toWall(ms: number, zone: string): number {
  const format = formatOf(zone);
  if (format === null) throw new Error(`Expected a time zone, but found ${zone}.`);
  const parts: Record<string, number> = {};
  for (const { type, value } of format.formatToParts(new Date(ms))) parts[type] = Number(value);
  const wall = Date.UTC(
    parts['year'] ?? 1970,
    (parts['month'] ?? 1) - 1,
    parts['day'] ?? 1,
    parts['hour'] ?? 0,
    parts['minute'] ?? 0,
    parts['second'] ?? 0,
  );
  return wall + (((ms % 1_000) + 1_000) % 1_000);
}

/**
 * The instant at which the clock on the wall shows this. A time that comes twice (clocks put back) is the first of the two; one that never
 * comes (clocks put forward) is as much later as the clock was put forward.
 */
export function fromWall(wall: number, zone: string): number {
  const first = wall - (toWall(wall, zone) - wall);
  const second = wall - (toWall(first, zone) - first);
  if (first === second) return earlierOf(first, wall, zone);
  return toWall(second, zone) === wall ? earlierOf(second, wall, zone) : Math.max(first, second);
}

/** The instant an hour before, when the wall showed the same then already. */
function earlierOf(ms: number, wall: number, zone: string): number {
  const before = ms - 3_600_000;
  return toWall(before, zone) === wall ? before : ms;
}
