import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api } from './api.ts';
import { keys } from './keys.ts';
import type { Json, Outcome, Page, Task, TaskCounts, TaskDetail, TaskFilter } from './types.ts';

/** Which tasks a list shows. */
export interface TaskQuery {
  readonly filter?: TaskFilter;
  readonly processId?: string;
  readonly processInstanceId?: string;
  readonly businessKey?: string;
  readonly search?: string;
  readonly sort?: string;
}

/** Tasks the person may see, page after page. */
export function useTasks(query: TaskQuery) {
  return useInfiniteQuery({
    queryKey: [...keys.tasks, 'list', query],
    queryFn: ({ pageParam, signal }) => api.get<Page<Task>>('/tasks', { query: { ...query, cursor: pageParam }, signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
    placeholderData: (previous) => previous,
  });
}

/** How many tasks each filter holds. */
export function useTaskCounts() {
  return useQuery({ queryKey: [...keys.tasks, 'counts'], queryFn: ({ signal }) => api.get<TaskCounts>('/tasks/counts', { signal }) });
}

/** One task with its form and variables. */
export function useTask(id: string) {
  return useQuery({ queryKey: [...keys.tasks, 'one', id], queryFn: ({ signal }) => api.get<TaskDetail>(`/tasks/${id}`, { signal }) });
}

/** What can be done with a task besides completing it. */
export type TaskAction =
  | { readonly kind: 'claim' }
  | { readonly kind: 'unclaim' }
  | { readonly kind: 'assign'; readonly userId: string | null };

/** Claims, gives back or assigns a task. */
export function useTaskAction(id: string) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (action: TaskAction) =>
      api.post<Task>(`/tasks/${id}/${action.kind}`, action.kind === 'assign' ? { userId: action.userId } : {}),
    onSettled: () => queryClient.invalidateQueries({ queryKey: keys.tasks }),
  });
}

/** Completes a task; resolves with what the diagram did next. */
export function useCompleteTask(id: string) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (variables: Json) => api.post<Outcome>(`/tasks/${id}/complete`, { variables }),
    onSuccess: () => {
      void queryClient.invalidateQueries({ queryKey: [...keys.tasks, 'list'] });
      void queryClient.invalidateQueries({ queryKey: [...keys.tasks, 'counts'] });
      void queryClient.invalidateQueries({ queryKey: keys.instances });
      void queryClient.invalidateQueries({ queryKey: keys.records });
    },
  });
}

/** Saves what was typed into a task's form without completing it. */
export function saveTaskDraft(id: string, variables: Json): Promise<void> {
  return api.put(`/tasks/${id}/draft`, { variables });
}
