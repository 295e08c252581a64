import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import {
  api,
  keys,
  type ElementStatistics,
  type Incident,
  type Instance,
  type Json,
  type Outcome,
  type Person,
  type ProcessDefinition,
  type Task,
} from '../../../designer/kit/index.ts';
import type { Page } from '../../../designer/kit/api/types.ts';

/** Instances and journal entries read at once. */
const PAGE_SIZE = 50;

/** The cursor of the first page: there is none. */
const firstPage: string | null = null;

/** One process on the overview. */
export interface OverviewProcess {
  readonly processId: string;
  readonly name: string | null;
  readonly definitionId: string;
  readonly version: number;
  readonly running: number;
  readonly incidents: number;
  readonly finishedToday: number;
  readonly overdueTasks: number;
  readonly medianMs: number | null;
}

/** Instances started and finished on one day. */
export interface DayCount {
  readonly date: string;
  readonly started: number;
  readonly finished: number;
}

/** Processes at a glance. */
export interface Overview {
  readonly processes: readonly OverviewProcess[];
  readonly totals: { readonly running: number; readonly incidents: number; readonly overdueTasks: number; readonly finishedToday: number };
  readonly perDay: readonly DayCount[];
}

/** Live counts and durations per element of one process version. */
export interface Statistics {
  readonly elements: Readonly<Record<string, ElementStatistics>>;
  readonly flows: Readonly<Record<string, number>>;
  /** Instances whose ended visits are counted; complete when there are no others. */
  readonly sample: { readonly instances: number; readonly isComplete: boolean };
}

/** A variable in one of the scopes of an instance. */
export interface Variable {
  readonly scopeId: string;
  readonly scopeElementId: string;
  readonly name: string;
  readonly value: unknown;
}

/** One command of an instance's life with everything it made happen. */
export interface JournalEntry {
  readonly sequence: number;
  readonly at: string;
  /** `then` are the commands that the engine gave to the same instance in the same step; their records begin `after` so many. */
  readonly command: Json & {
    readonly kind?: unknown;
    readonly then?: readonly { readonly after: number; readonly command: Json & { readonly kind?: unknown } }[];
  };
  readonly actor: Person;
  readonly records: readonly (Json & { readonly kind?: unknown })[];
  readonly hash: string;
}

/** Which instances to list; absent members do not restrict. */
export interface InstanceFilter {
  readonly definitionId?: string | undefined;
  readonly processId?: string | undefined;
  readonly status?: string | undefined;
  readonly elementId?: string | undefined;
  readonly search?: string | undefined;
  readonly hasIncidents?: boolean | undefined;
}

export function useOverview() {
  return useQuery({ queryKey: keys.overview, queryFn: ({ signal }) => api.get<Overview>('/overview', { signal }) });
}

/** One version of a process. */
export function useDefinition(id: string) {
  return useQuery({
    queryKey: [...keys.definitions, 'one', id],
    queryFn: ({ signal }) => api.get<ProcessDefinition>(`/process-definitions/${id}`, { signal }),
  });
}

/** All versions of a process, newest first. */
export function useVersions(processId: string | undefined) {
  return useQuery({
    queryKey: [...keys.definitions, 'versions', processId],
    queryFn: async ({ signal }) => {
      const page = await api.get<Page<ProcessDefinition>>('/process-definitions', { query: { processId }, signal });
      return page.items.toSorted((left, right) => right.version - left.version);
    },
    enabled: processId !== undefined,
  });
}

export function useStatistics(definitionId: string) {
  return useQuery({
    queryKey: [...keys.definitions, 'statistics', definitionId],
    queryFn: ({ signal }) => api.get<Statistics>(`/process-definitions/${definitionId}/statistics`, { signal }),
  });
}

/** Instances page by page, the newest first. */
export function useInstances(filter: InstanceFilter) {
  return useInfiniteQuery({
    queryKey: [...keys.instances, 'list', filter],
    queryFn: ({ pageParam, signal }) =>
      api.get<Page<Instance>>('/process-instances', { query: { ...filter, limit: PAGE_SIZE, cursor: pageParam }, signal }),
    initialPageParam: firstPage,
    getNextPageParam: (page) => page.nextCursor,
  });
}

export function useVariables(instanceId: string) {
  return useQuery({
    queryKey: [...keys.instances, 'variables', instanceId],
    queryFn: ({ signal }) => api.get<Page<Variable>>(`/process-instances/${instanceId}/variables`, { signal }),
  });
}

/** The journal page by page, in the order of the commands. */
export function useJournal(instanceId: string) {
  return useInfiniteQuery({
    queryKey: [...keys.instances, 'journal', instanceId],
    queryFn: ({ pageParam, signal }) =>
      api.get<Page<JournalEntry>>(`/process-instances/${instanceId}/journal`, { query: { limit: PAGE_SIZE, cursor: pageParam }, signal }),
    initialPageParam: firstPage,
    getNextPageParam: (page) => page.nextCursor,
  });
}

export function useInstanceTasks(instanceId: string) {
  return useQuery({
    queryKey: [...keys.tasks, 'of-instance', instanceId],
    queryFn: ({ signal }) => api.get<Page<Task>>('/tasks', { query: { filter: 'all', processInstanceId: instanceId, limit: 200 }, signal }),
  });
}

export function useInstanceIncidents(instanceId: string) {
  return useQuery({
    queryKey: [...keys.incidents, 'of-instance', instanceId],
    queryFn: ({ signal }) => api.get<Page<Incident>>(`/process-instances/${instanceId}/incidents`, { signal }),
  });
}

/** Which incidents are meant. */
export interface IncidentFilter {
  readonly processId?: string | undefined;
  readonly code?: string | undefined;
}

/** An incident with everything that helps to understand it. */
export interface IncidentDetail extends Incident {
  readonly job: {
    readonly type: string;
    readonly attempts: number;
    readonly worker: string | null;
    readonly leasedUntil: string | null;
  } | null;
  readonly failures: readonly { readonly at: string; readonly message: string }[];
  readonly variables: Readonly<Record<string, Json>>;
}

export function useIncident(id: string) {
  return useQuery({
    queryKey: [...keys.incidents, 'one', id],
    queryFn: ({ signal }) => api.get<IncidentDetail>(`/incidents/${id}`, { signal }),
  });
}

/** Incidents page by page, the newest first. */
export function useIncidents(filter: IncidentFilter & { readonly status: 'open' | 'resolved' }) {
  return useInfiniteQuery({
    queryKey: [...keys.incidents, 'list', filter],
    queryFn: ({ pageParam, signal }) =>
      api.get<Page<Incident>>('/incidents', { query: { ...filter, limit: PAGE_SIZE, cursor: pageParam }, signal }),
    initialPageParam: firstPage,
    getNextPageParam: (page) => page.nextCursor,
  });
}

/** Everything that a command to an instance may change. */
function useRefresh(): () => void {
  const queryClient = useQueryClient();
  return () => {
    for (const queryKey of [keys.instances, keys.incidents, keys.tasks, keys.overview, keys.definitions])
      void queryClient.invalidateQueries({ queryKey });
  };
}

/** Tries the failed step of an incident again. */
export function useRetryIncident() {
  const refresh = useRefresh();
  return useMutation({
    mutationFn: (incidentId: string) =>
      api.post<Outcome>(`/incidents/${incidentId}/retry`, undefined, { idempotencyKey: crypto.randomUUID() }),
    onSettled: refresh,
  });
}

/** Incidents to try again: those that were raised until a time, so that one that fails again is not tried for ever. */
export interface RetryFilter extends IncidentFilter {
  readonly raisedUntil: string;
}
export interface RetryCounts {
  readonly resolved: number;
  readonly failedAgain: number;
  readonly refused: number;
}
interface RetryAnswer {
  readonly results: readonly { readonly result: keyof RetryCounts }[];
  readonly nextCursor: string | null;
}

/** Tries incidents again, batch by batch; `onProgress` is told the counts after each. */
export function useRetryIncidents(onProgress: (counts: RetryCounts) => void) {
  const refresh = useRefresh();
  return useMutation({
    async mutationFn(filter: RetryFilter) {
      const counts = { resolved: 0, failedAgain: 0, refused: 0 };
      for (let cursor: string | null | undefined = undefined; cursor !== null;) {
        const body: Json = { ...filter, ...(cursor === undefined ? {} : { cursor }) };
        const answer: RetryAnswer = await api.post<RetryAnswer>('/incidents/retry', body);
        for (const { result } of answer.results) counts[result] += 1;
        onProgress({ ...counts });
        cursor = answer.nextCursor;
      }
      return counts;
    },
    onSettled: refresh,
  });
}

/** Cancels, suspends or resumes an instance. */
export function useChangeInstance(instanceId: string) {
  const refresh = useRefresh();
  return useMutation({
    mutationFn: (change: 'cancel' | 'suspend' | 'resume') => api.post<Outcome>(`/process-instances/${instanceId}/${change}`),
    onSettled: refresh,
  });
}

/** Sets one variable by hand; the change is written into the journal under the person's name. */
export function useSetVariable(instanceId: string) {
  const refresh = useRefresh();
  return useMutation({
    mutationFn: ({ scopeId, name, value }: Pick<Variable, 'scopeId' | 'name' | 'value'>) =>
      api.put<Outcome>(`/process-instances/${instanceId}/variables`, { scopeId, variables: { [name]: value } }),
    onSettled: refresh,
  });
}
