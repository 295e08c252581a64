import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api } from '../kit/api/api.ts';
import { keys } from '../kit/api/keys.ts';
import type { Finding } from '../kit/api/problem.ts';
import type { Json, Localized, Page, Person, ProcessDefinition } from '../kit/api/types.ts';

/** A file of a draft or a deployment: a diagram (`.bpmn`), a form (`.form`) or a decision (`.dmn`). */
export interface Resource {
  readonly name: string;
  readonly content: string;
}

/** A draft as lists show it. `revision` grows with every save; saving over a newer one is refused. */
export interface DraftSummary {
  readonly id: string;
  readonly name: string;
  readonly processId: string | null;
  readonly updatedAt: string;
  readonly updatedBy: Person | null;
  readonly revision: number;
}

/** A draft with its files. */
export interface Draft extends DraftSummary {
  readonly resources: readonly Resource[];
}

/** One operation of the live registry, as a service task can call it. */
export interface OperationInfo {
  readonly topic: string;
  readonly title: Localized;
  readonly description: Localized;
  readonly icon: string;
  readonly inputSchema: Json;
  readonly outputSchema: Json;
  readonly errors: readonly { readonly code: string; readonly title: Localized }[];
  readonly compensation?: string | null;
  readonly transactional: boolean;
}

/** An element template of the modeler; only what the designer itself reads is described. */
export interface ElementTemplate {
  readonly id: string;
  readonly name: string;
  readonly description?: string;
  readonly groups?: readonly { readonly id: string; readonly label: string }[];
  readonly properties?: readonly Json[];
}

/** What a deployment made. */
export interface DeploymentResult {
  readonly deploymentId: string;
  readonly definitions: readonly {
    readonly definitionId: string;
    readonly processId: string;
    readonly name: string;
    readonly version: number;
    readonly isNew: boolean;
  }[];
  readonly findings: readonly Finding[];
}

/** Every operation that a diagram may call. */
export function useOperations() {
  return useQuery({
    queryKey: ['operations'],
    queryFn: ({ signal }) => api.get<Page<OperationInfo>>('/operations', { signal }),
    staleTime: Infinity,
  });
}

/** The element templates that make service tasks of those operations. */
export function useElementTemplates() {
  return useQuery({
    queryKey: ['element-templates'],
    queryFn: async ({ signal }) => {
      const answer = await api.get<readonly ElementTemplate[] | Page<ElementTemplate>>('/operations/element-templates', { signal });
      return 'items' in answer ? answer.items : answer;
    },
    staleTime: Infinity,
  });
}

/** The drafts a person may open. */
export function useDrafts() {
  return useQuery({ queryKey: [...keys.drafts, 'list'], queryFn: ({ signal }) => api.get<Page<DraftSummary>>('/drafts', { signal }) });
}

/**
 * One draft with its files. It is read once when the editor opens and not again by itself: what another person saves meanwhile must
 * not replace what is on screen; saving finds the conflict.
 */
export function useDraft(id: string) {
  return useQuery({ queryKey: ['draft', id], queryFn: () => api.get<Draft>(`/drafts/${id}`), staleTime: Infinity, gcTime: 0 });
}

/** All versions of a process, newest first. */
export function useVersions(processId: string | undefined) {
  return useQuery({
    queryKey: [...keys.definitions, 'versions', processId],
    queryFn: async ({ signal }) => {
      const query = { processId };
      const page = await api.get<Page<ProcessDefinition>>('/process-definitions', { query, signal });
      return page.items.toSorted((left, right) => right.version - left.version);
    },
    enabled: processId !== undefined,
  });
}

/** One version of a process. */
export function useDefinition(id: string) {
  return useQuery({
    queryKey: [...keys.definitions, 'one', id],
    queryFn: ({ signal }) => api.get<ProcessDefinition>(`/process-definitions/${id}`, { signal }),
  });
}

/** What a new draft is made of. */
export interface NewDraft {
  readonly name: string;
  readonly resources: readonly Resource[];
  readonly basedOnDefinitionId?: string;
}

/** Makes a draft. */
export function useCreateDraft() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (draft: NewDraft) => api.post<DraftSummary>('/drafts', draft),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: keys.drafts }),
  });
}

/** Deletes a draft for everybody. */
export function useDeleteDraft() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => api.delete(`/drafts/${id}`),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: keys.drafts }),
  });
}

/** Saves a draft over the revision it was read at; 409 DRAFT_CHANGED when somebody saved in between. */
export function saveDraft(draft: {
  readonly id: string;
  readonly name: string;
  readonly resources: readonly Resource[];
  readonly revision: number;
}): Promise<DraftSummary> {
  const { id, name, resources, revision } = draft;
  return api.put<DraftSummary>(`/drafts/${id}`, { name, resources, revision });
}

/** Deploys files as one deployment; 422 DEPLOYMENT_REFUSED with the findings when they cannot run. */
export function useDeploy() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (deployment: { readonly resources: readonly Resource[]; readonly note?: string }) =>
      api.post<DeploymentResult>('/deployments', deployment),
    onSuccess: () => {
      for (const queryKey of [keys.definitions, keys.overview]) void queryClient.invalidateQueries({ queryKey });
    },
  });
}

/** The findings of the deployment checks, without deploying. */
export async function checkOnServer(resources: readonly Resource[], signal: AbortSignal): Promise<readonly Finding[]> {
  const answer = await api.post<{ readonly findings: readonly Finding[] }>('/deployments/check', { resources }, { signal });
  return answer.findings;
}
