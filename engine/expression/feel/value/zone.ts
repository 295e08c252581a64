/** A time zone: an offset from UTC, or a name of the IANA database. */
export type Zone = { readonly kind: 'offset'; readonly seconds: number } | { readonly kind: 'named'; readonly id: string };

/** Offsets go to 14 hours each way (XML Schema, dateTime); Java and so the field's engines allow 18. */
const LARGEST_OFFSET_SECONDS = 18 * 3600;
/** Where JavaScript's calendar ends, in seconds from 1970. */
const LAST_SECOND = 8_640_000_000_000;
const DAY = 86_400;

const formats = new Map<string, Intl.DateTimeFormat | null>();

function formatOf(id: string): Intl.DateTimeFormat | null {
  const known = formats.get(id);
  if (known !== undefined) return known;
  let made: Intl.DateTimeFormat | null = null;
  try {
    made = new Intl.DateTimeFormat('en-US', {
      timeZone: id,
      hourCycle: 'h23',
      era: 'short',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
    });
  } catch {
    // A zone that the database does not have.
    made = null;
  }
  if (formats.size >= 500) formats.clear();
  formats.set(id, made);
  return made;
}

/** Offset from UTC at an instant (seconds from 1970), in seconds. */
export function offsetAt(zone: Zone, second: number): number {
  if (zone.kind === 'offset') return zone.seconds;
  const format = formatOf(zone.id);
  if (format === null) return 0;
  const at = Math.max(-LAST_SECOND + DAY, Math.min(LAST_SECOND - DAY, second));
  const parts: Record<string, string> = Object.fromEntries(format.formatToParts(at * 1000).map((part) => [part.type, part.value]));
  const year = Number(parts['year']) * (parts['era'] === 'BC' ? -1 : 1) + (parts['era'] === 'BC' ? 1 : 0);
  const wall = new Date(0);
  wall.setUTCFullYear(year, Number(parts['month']) - 1, Number(parts['day']));
  wall.setUTCHours(Number(parts['hour']), Number(parts['minute']), Number(parts['second']));
  return Math.round(wall.getTime() / 1000) - at;
}

/** Offset at a local time (seconds from 1970 as if it were UTC). Of two in an overlap the earlier instant counts; a gap keeps the offset before it. */
export function offsetAtLocal(zone: Zone, local: number): number {
  if (zone.kind === 'offset') return zone.seconds;
  const before = offsetAt(zone, local - DAY);
  if (offsetAt(zone, local - before) === before) return before;
  const after = offsetAt(zone, local + DAY);
  return offsetAt(zone, local - after) === after ? after : before;
}

/** `Z`, `+01:00`, `@Europe/Prague`; undefined when the text is none of these or the zone does not exist. An empty text is no zone: null. */
export function parseZone(text: string): Zone | null | undefined {
  if (text === '') return null;
  if (text === 'Z' || text === 'z') return { kind: 'offset', seconds: 0 };
  const offset = /^([+-])(\d{2}):(\d{2})(?::(\d{2}))?$/.exec(text);
  if (offset !== null) {
    const [hours, minutes, seconds] = [Number(offset[2]), Number(offset[3]), Number(offset[4] ?? '0')];
    const total = hours * 3600 + minutes * 60 + seconds;
    if (minutes > 59 || seconds > 59 || total > LARGEST_OFFSET_SECONDS) return undefined;
    return { kind: 'offset', seconds: offset[1] === '-' ? -total + 0 : total };
  }
  const id = text.startsWith('@') ? text.slice(1) : '';
  return /^[A-Za-z][A-Za-z0-9_+\-/]*$/.test(id) && formatOf(id) !== null ? { kind: 'named', id } : undefined;
}

const two = (value: number): string => String(value).padStart(2, '0');

/** An offset as `Z` or `+01:00`. */
export function offsetText(seconds: number): string {
  if (seconds === 0) return 'Z';
  const size = Math.abs(seconds);
  const rest = size % 60 === 0 ? '' : `:${two(size % 60)}`;
  return `${seconds < 0 ? '-' : '+'}${two(Math.floor(size / 3600))}:${two(Math.floor(size / 60) % 60)}${rest}`;
}

export function zoneText(zone: Zone | null): string {
  if (zone === null) return '';
  return zone.kind === 'offset' ? offsetText(zone.seconds) : `@${zone.id}`;
}
