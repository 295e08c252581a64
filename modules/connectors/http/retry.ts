/** Longest pause that a server may ask for, in milliseconds. */
const MAX_RETRY_AFTER_MS = 60 * 60 * 1_000;
/** Not now: the same request may succeed later (RFC 9110, 15.5.9; RFC 8470; RFC 6585). */
const LATER = new Set([408, 425, 429]);
/** 5xx that will stay: the server cannot do it at all. */
const NEVER = new Set([501, 505]);

/** Whether another attempt may bring another status. */
export function isTransient(status: number): boolean {
  return LATER.has(status) || (status >= 500 && !NEVER.has(status));
}

/** The pause that `Retry-After` asks for (seconds, or a date; RFC 9110, 10.2.3), at most an hour; null when there is none. */
export function retryAfterMs(header: string | undefined, nowMs: number): number | null {
  if (header === undefined) return null;
  const pauseMs = /^\d{1,9}$/.test(header.trim()) ? Number(header) * 1_000 : Date.parse(header) - nowMs;
  return Number.isNaN(pauseMs) ? null : Math.min(MAX_RETRY_AFTER_MS, Math.max(0, pauseMs));
}
