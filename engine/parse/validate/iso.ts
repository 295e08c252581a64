const DURATION = /^-?P(?!$)(?:\d+(?:\.\d+)?Y)?(?:\d+(?:\.\d+)?M)?(?:\d+(?:\.\d+)?W)?(?:\d+(?:\.\d+)?D)?(?:T(?=\d)(?:\d+(?:\.\d+)?H)?(?:\d+(?:\.\d+)?M)?(?:\d+(?:\.\d+)?S)?)?$/;
const DATE_TIME = /^\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}:?\d{2})?(?:\[[A-Za-z_/+-]+\])?)?$/;
const CRON_FIELD = /^(?:\*|\?|[A-Za-z\d*,/#L?W-]+)$/;
const CRON_MACRO = /^@(?:yearly|annually|monthly|weekly|daily|midnight|hourly)$/;

/** Whether the text is an ISO 8601 duration (`PT48H`, `P1M`). */
export const isDuration = (text: string): boolean => DURATION.test(text.trim());

/** Whether the text is an ISO 8601 date and time that exists in the calendar. */
export function isDateTime(text: string): boolean {
  const trimmed = text.trim();
  if (!DATE_TIME.test(trimmed)) return false;
  const day = trimmed.slice(0, 10);
  const parsed = new Date(`${day}T00:00:00Z`);
  if (Number.isNaN(parsed.getTime()) || parsed.toISOString().slice(0, 10) !== day) return false;
  return !Number.isNaN(Date.parse(trimmed.replace(/\[.*\]$/, '')));
}

/** Whether the text is a repeating interval (`R3/PT10M`, `R/2026-01-01T00:00:00Z/P1D`) or a cron expression of five or six fields. */
export function isCycle(text: string): boolean {
  const trimmed = text.trim();
  const [repeat, ...rest] = trimmed.split('/');
  if (repeat !== undefined && /^R(?:\d+|-1)?$/.test(repeat)) {
    const [first, second] = rest;
    if (first === undefined || rest.length > 2) return false;
    if (second === undefined) return isDuration(first);
    return (isDateTime(first) && (isDuration(second) || isDateTime(second))) || (isDuration(first) && isDateTime(second));
  }
  const fields = trimmed.split(/\s+/);
  return CRON_MACRO.test(trimmed) || ((fields.length === 5 || fields.length === 6) && fields.every((field) => CRON_FIELD.test(field)));
}
