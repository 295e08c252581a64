import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api } from './api.ts';
import { keys } from './keys.ts';
import type { BusinessRecord, Instance, Json, Page, RecordType } from './types.ts';

/** The types of business records the person may read. */
export function useRecordTypes(enabled = true) {
  return useQuery({
    queryKey: ['record-types'],
    queryFn: ({ signal }) => api.get<Page<RecordType>>('/records/types', { signal }),
    staleTime: 5 * 60_000,
    enabled,
  });
}

/** A condition on a field of a list of records: a value, or a comparison. */
export type RecordFilter = Readonly<Record<string, unknown>>;

/** Which records a list shows. */
export interface RecordQuery {
  readonly search?: string | undefined;
  readonly filter?: RecordFilter | undefined;
  readonly sort?: string | undefined;
  readonly limit?: number | undefined;
}

/** The query string of a list of records. */
export function recordParameters(query: RecordQuery): Record<string, string | number | undefined> {
  const hasFilter = query.filter !== undefined && Object.keys(query.filter).length > 0;
  return { search: query.search, filter: hasFilter ? JSON.stringify(query.filter) : undefined, sort: query.sort, limit: query.limit };
}

/** Records of a type, page after page. */
export function useRecords(type: string, query: RecordQuery, enabled = true) {
  return useInfiniteQuery({
    queryKey: [...keys.records, type, 'list', query],
    queryFn: ({ pageParam, signal }) =>
      api.get<Page<BusinessRecord>>(`/records/${type}`, { query: { ...recordParameters(query), cursor: pageParam }, signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
    placeholderData: (previous, previousQuery) => (previousQuery?.queryKey[1] === type ? previous : undefined),
    enabled,
  });
}

/** One record. */
export function useRecord(type: string, id: string, enabled = true) {
  return useQuery({
    queryKey: [...keys.records, type, 'one', id],
    queryFn: ({ signal }) => api.get<BusinessRecord>(`/records/${type}/${id}`, { signal }),
    enabled,
  });
}

/** The process instances that a record takes part in. */
export function useRecordInstances(type: string, id: string) {
  return useQuery({
    queryKey: [...keys.instances, 'of-record', type, id],
    queryFn: ({ signal }) => api.get<Page<Instance>>(`/records/${type}/${id}/instances`, { signal }),
  });
}

/** Creates a record, or changes one when its id and version are given. */
export function useSaveRecord(type: string) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: ({ id, ...members }: Json & { readonly id?: string }) =>
      id === undefined
        ? api.post<BusinessRecord>(`/records/${type}`, members)
        : api.patch<BusinessRecord>(`/records/${type}/${id}`, members),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: [...keys.records, type] }),
  });
}
