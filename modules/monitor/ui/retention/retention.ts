import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api } from '../../../../designer/kit/index.ts';

/** Stands for every process without a setting of its own. */
export const EVERY_PROCESS = '*';

/** How long ended cases are kept: `days` after the end, null for ever; inherited means as for every process. */
export interface RetentionRule {
  readonly isInherited: boolean;
  readonly days: number | null;
}

interface Person {
  readonly id: string;
  readonly name: string;
}

export interface ProcessRetention extends RetentionRule {
  readonly processId: string;
  readonly name: string | null;
  readonly ended: number;
}

export interface RetentionChange extends RetentionRule {
  readonly processId: string;
  readonly setAt: string;
  readonly setBy: Person;
}

export interface HistoryRemoval {
  readonly sequence: number;
  readonly removedAt: string;
  readonly month: string | null;
  readonly trees: number;
  readonly journalRows: number;
  readonly kept: number;
  readonly digest: string;
}

export interface Retention {
  readonly every: { readonly days: number | null };
  readonly processes: readonly ProcessRetention[];
  readonly changes: readonly RetentionChange[];
  readonly removals: readonly HistoryRemoval[];
}

export interface LegalHold {
  readonly hold: { readonly reason: string; readonly setAt: string; readonly setBy: Person } | null;
}

const key = ['retention'] as const;
const holdKey = (instanceId: string) => ['legal-hold', instanceId] as const;

export function useRetention() {
  return useQuery({ queryKey: key, queryFn: () => api.get<Retention>('/retention') });
}

/** Sets the rule of a process, or of every one. */
export function useSetRetention() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: ({ processId, ...rule }: RetentionRule & { readonly processId: string }) =>
      api.put<Retention>(`/retention/${encodeURIComponent(processId)}`, rule),
    onSuccess: (answer) => queryClient.setQueryData(key, answer),
  });
}

export function useLegalHold(instanceId: string) {
  return useQuery({ queryKey: holdKey(instanceId), queryFn: () => api.get<LegalHold>(`/process-instances/${instanceId}/legal-hold`) });
}

/** Sets a hold for a reason, or releases it when the reason is null. */
export function useChangeHold(instanceId: string) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: async (reason: string | null): Promise<void> => {
      const address = `/process-instances/${instanceId}/legal-hold` as const;
      if (reason === null) await api.delete(address);
      else await api.put<LegalHold>(address, { reason });
    },
    onSettled: () => queryClient.invalidateQueries({ queryKey: holdKey(instanceId) }),
  });
}
