import type { ChangeEvent } from './types.ts';

/** A query key: where in the cache something that was read lies. */
export type Key = readonly unknown[];

/** Roots of the cache, one per kind of thing. Everything read about a kind lies below its root, so that one change event refreshes it. */
export const keys = {
  session: ['session'],
  settings: ['settings'],
  tasks: ['tasks'],
  instances: ['instances'],
  incidents: ['incidents'],
  definitions: ['definitions'],
  drafts: ['drafts'],
  records: ['records'],
  overview: ['overview'],
  people: ['people'],
} as const satisfies Record<string, Key>;

/** What a change makes stale. */
export function staleAfter(change: Pick<ChangeEvent, 'topic' | 'recordType'>): readonly Key[] {
  switch (change.topic) {
    case 'task':
      return [keys.tasks, keys.overview];
    case 'instance':
      return [keys.instances, keys.overview, keys.definitions];
    case 'incident':
      return [keys.incidents, keys.instances, keys.overview, keys.definitions];
    case 'deployment':
      return [keys.definitions, keys.overview];
    case 'record':
      return [change.recordType === undefined ? keys.records : [...keys.records, change.recordType]];
    case 'draft':
      return [keys.drafts];
  }
}
