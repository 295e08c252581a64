import type { ChangeEvent } from './types.ts';

const topics = new Set<string>(['task', 'instance', 'incident', 'deployment', 'record', 'draft']);

/** Reads the data of a change event; null for a topic this version of the application does not know. */
export function parseChange(data: unknown): ChangeEvent | null {
  if (typeof data !== 'string') return null;
  const value: unknown = JSON.parse(data);
  if (typeof value !== 'object' || value === null || !('topic' in value)) return null;
  if (typeof value.topic !== 'string' || !topics.has(value.topic)) return null;
  // The topic was just checked; the other members are optional texts of the same server.
  return value as ChangeEvent;
}
