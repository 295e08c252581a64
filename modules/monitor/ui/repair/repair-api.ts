import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { ProcessDefinition } from '../../../../engine/model/index.ts';
import { api, keys, useDiagram, type Json, type Outcome } from '../../../../designer/kit/index.ts';

/** An active visit of an element; ids are numbers within the instance. */
export interface TokenVisit {
  readonly id: string;
  readonly elementId: string;
  readonly scopeId: string | null;
  readonly isLoopBody: boolean;
  readonly loopIndex: number | null;
  readonly isActive: boolean;
  readonly hasIncident: boolean;
}

/** Where the tokens of an instance are. */
export interface Tokens {
  readonly elementInstances: readonly TokenVisit[];
  readonly tokens: readonly { readonly id: string; readonly flowId: string; readonly scopeId: string }[];
}

/** An instruction of a modification as the API takes it. */
export type InstructionBody = Readonly<Record<string, unknown>>;

/** Why a part of a change cannot be done; `index` is the position of the planned change. */
export interface RepairProblem {
  readonly code: string;
  readonly message: string;
  readonly elementId: string | null;
  readonly index: number | null;
}

export interface ModificationPreview {
  readonly problems: readonly RepairProblem[];
  readonly entered: readonly string[];
  readonly cancelled: readonly string[];
  readonly status: string;
}

/** Where instances are to go on; `mapping` holds what a person has changed of the proposal. */
export interface MigrationRequest {
  readonly definitionId: string;
  readonly mapping: Readonly<Record<string, string | null>>;
  readonly rebuildEvents: boolean;
}

export interface MigrationChange {
  readonly subject: string;
  readonly id: string | null;
  readonly elementId: string | null;
  readonly targetElementId: string | null;
  readonly change: 'kept' | 'rebuilt' | 'closed' | 'opened';
}

export interface MigrationPreview {
  readonly mapping: Readonly<Record<string, string>>;
  readonly problems: readonly RepairProblem[];
  readonly changes: readonly MigrationChange[];
}

/** What came of one instance of several. */
export interface BatchResult {
  readonly instanceId: string;
  readonly result: 'migrated' | 'possible' | 'refused';
  readonly code: string | null;
  readonly message: string | null;
  readonly problems: readonly RepairProblem[];
}

/** Instances that one request may name. */
export const BATCH_SIZE = 100;

/** Whether somebody with these roles may change running instances by hand; the server decides again. */
export const mayRepair = (roles: readonly string[]): boolean => roles.includes('manager') || roles.includes('admin');

/** The process of a version as the engine reads it: its elements with their names, kinds and scopes. */
export function useProcess(definitionId: string | undefined, processId: string | undefined) {
  const diagram = useDiagram(definitionId);
  return useQuery({
    queryKey: ['process-model', definitionId, processId],
    queryFn: () => readProcess(diagram.data ?? '', processId ?? ''),
    enabled: diagram.data !== undefined && processId !== undefined,
    staleTime: Infinity,
  });
}

async function readProcess(xml: string, processId: string): Promise<ProcessDefinition> {
  // Loaded when it is first needed: the reader of diagrams is large, and most pages of the monitor do without it.
  const { parseBpmn } = await import('../../../../engine/parse/index.ts');
  const parsed = await parseBpmn(xml, 'diagram.bpmn');
  const found = parsed.kind === 'parsed' ? parsed.definitions.find((definition) => definition.processId === processId) : undefined;
  if (found === undefined) throw new Error(`Expected process "${processId}" in its diagram, but found none.`);
  return found;
}

export function useTokens(instanceId: string) {
  return useQuery({
    queryKey: [...keys.instances, 'tokens', instanceId],
    queryFn: ({ signal }) => api.get<Tokens>(`/process-instances/${instanceId}/tokens`, { signal }),
  });
}

/** What the planned changes would do; asked anew whenever the plan changes. */
export function useModificationPreview(instanceId: string, instructions: readonly InstructionBody[]) {
  return useQuery({
    queryKey: [...keys.instances, 'modify-preview', instanceId, instructions],
    queryFn: ({ signal }) => api.post<ModificationPreview>(`/process-instances/${instanceId}/modify/preview`, { instructions }, { signal }),
    enabled: instructions.length > 0,
    placeholderData: keepPreviousData,
  });
}

export function useMigrationPreview(instanceId: string | undefined, request: MigrationRequest | null) {
  return useQuery({
    queryKey: [...keys.instances, 'migrate-preview', instanceId, request],
    queryFn: ({ signal }) => api.post<MigrationPreview>(`/process-instances/${instanceId ?? ''}/migrate/preview`, request, { signal }),
    enabled: request !== null && instanceId !== undefined,
    placeholderData: keepPreviousData,
  });
}

/** Which of several instances could be migrated. */
export function useMigrationsPreview(instanceIds: readonly string[], request: MigrationRequest | null) {
  return useQuery({
    queryKey: [...keys.instances, 'migrations-preview', instanceIds, request],
    queryFn: async ({ signal }) => {
      const answer = await api.post<{ readonly results: readonly BatchResult[] }>(
        '/migrations/preview',
        { ...request, instanceIds },
        { signal },
      );
      return answer.results;
    },
    enabled: request !== null && instanceIds.length > 0,
    placeholderData: keepPreviousData,
  });
}

function useRefreshed<Input, Answer>(act: (input: Input) => Promise<Answer>) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: act,
    onSettled: () => {
      for (const queryKey of [keys.instances, keys.incidents, keys.tasks, keys.overview, keys.definitions])
        void queryClient.invalidateQueries({ queryKey });
    },
  });
}

/** Does the planned changes as one step. */
export function useModify(instanceId: string) {
  return useRefreshed((instructions: readonly InstructionBody[]) =>
    api.post<Outcome>(`/process-instances/${instanceId}/modify`, { instructions }, { idempotencyKey: crypto.randomUUID() }),
  );
}

export function useMigrate(instanceId: string) {
  return useRefreshed((request: MigrationRequest) =>
    api.post<Outcome>(`/process-instances/${instanceId}/migrate`, request as unknown as Json, { idempotencyKey: crypto.randomUUID() }),
  );
}

/** Migrates several instances; what came of each is told by its result. */
export function useMigrateMany() {
  return useRefreshed(async ({ instanceIds, request }: { readonly instanceIds: readonly string[]; readonly request: MigrationRequest }) => {
    const answer = await api.post<{ readonly results: readonly BatchResult[] }>(
      '/migrations',
      { ...request, instanceIds },
      { idempotencyKey: crypto.randomUUID() },
    );
    return answer.results;
  });
}
