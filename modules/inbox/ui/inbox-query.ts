import type { TaskFilter, TaskQuery } from '../../../designer/kit/index.ts';

/** The filters of the inbox in the order they are shown. */
export const filters: readonly TaskFilter[] = ['all', 'mine', 'groups', 'unassigned', 'overdue'];

/** The orders a person can choose, by the API's names; the title of each is the text `sort.<name>` with the minus spelled out. */
export const sorts = ['dueAt', '-createdAt', '-priority', 'name'] as const;

/** What an address of the inbox asks for. What is missing or unknown in it counts as the default. */
export function queryOf(address: Readonly<Record<string, string>>): TaskQuery & { readonly filter: TaskFilter; readonly sort: string } {
  const filter = filters.find((name) => name === address['filter']) ?? 'all';
  const sort = sorts.find((name) => name === address['sort']) ?? 'dueAt';
  const { search = '', process = '' } = address as { readonly search?: string; readonly process?: string };
  return { filter, sort, ...(search === '' ? {} : { search }), ...(process === '' ? {} : { processId: process }) };
}
