import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api } from './api.ts';
import { keys } from './keys.ts';
import type { Activity, FormSchema, InstanceDetail, Json, Outcome, Page, ProcessDefinition, StartableProcess } from './types.ts';

/** Processes the person may start. */
export function useStartableProcesses(enabled = true) {
  return useQuery({
    queryKey: [...keys.definitions, 'startable'],
    queryFn: ({ signal }) => api.get<Page<StartableProcess>>('/startable-processes', { signal }),
    enabled,
  });
}

/** The latest version of every process. */
export function useLatestDefinitions(enabled = true) {
  return useQuery({
    queryKey: [...keys.definitions, 'latest'],
    queryFn: ({ signal }) => api.get<Page<ProcessDefinition>>('/process-definitions', { query: { latest: true }, signal }),
    enabled,
  });
}

/** The diagram of a process version; a version never changes, so it is read once. */
export function useDiagram(definitionId: string | undefined) {
  return useQuery({
    queryKey: ['diagram', definitionId],
    queryFn: () => api.text(`/process-definitions/${definitionId ?? ''}/xml`),
    enabled: definitionId !== undefined,
    staleTime: Infinity,
  });
}

/** The form that a process asks for when it is started; null when it asks nothing. */
export function useStartForm(definitionId: string) {
  return useQuery({
    queryKey: ['start-form', definitionId],
    queryFn: ({ signal }) => api.get<{ readonly form: FormSchema | null }>(`/process-definitions/${definitionId}/start-form`, { signal }),
    staleTime: Infinity,
  });
}

/** What is needed to start a process. */
export interface StartRequest {
  readonly processId: string;
  readonly businessKey?: string;
  readonly variables: Json;
}

/** Starts a process; resolves with what the diagram did until it came to rest. */
export function useStartProcess() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (request: StartRequest) => api.post<Outcome>('/process-instances', request, { idempotencyKey: crypto.randomUUID() }),
    onSuccess: () => {
      for (const queryKey of [keys.tasks, keys.instances, keys.records, keys.overview]) void queryClient.invalidateQueries({ queryKey });
    },
  });
}

/** One process instance with the counts per element and flow. */
export function useInstance(id: string) {
  return useQuery({
    queryKey: [...keys.instances, 'one', id],
    queryFn: ({ signal }) => api.get<InstanceDetail>(`/process-instances/${id}`, { signal }),
  });
}

/** Who did what when in an instance. */
export function useActivities(instanceId: string) {
  return useQuery({
    queryKey: [...keys.instances, 'activities', instanceId],
    queryFn: ({ signal }) => api.get<Page<Activity>>(`/process-instances/${instanceId}/activities`, { signal }),
  });
}
