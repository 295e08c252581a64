import { useQuery } from '@tanstack/react-query';
import { api } from '../../../designer/kit/index.ts';

/** Kinds of due work, in the order in which they are shown. */
export const WORK_KINDS = ['timer', 'job', 'dueWork', 'outbox'] as const;
export type WorkKind = (typeof WORK_KINDS)[number];

/** Rows above this are not counted one by one; the server then says one more. */
export const COUNT_LIMIT = 10_000;
/** The page reads anew in this rhythm, in milliseconds; nodes report every ten seconds. */
const REFRESH_MS = 5_000;

export interface Due {
  readonly count: number;
  readonly oldestMs: number;
  readonly inHand: number;
}

export interface Load {
  readonly due: Readonly<Record<WorkKind, Due>>;
  readonly open: { readonly instances: number; readonly tasks: number; readonly incidents: number };
}

/** Half a minute: what waited at its end, and what was done in it. */
export interface LoadPoint {
  readonly at: string;
  readonly load: Load | null;
  readonly done: Readonly<Record<WorkKind | 'commands' | 'incidents', number>>;
}

export interface SystemNode {
  readonly id: string;
  readonly role: string;
  readonly version: string;
  readonly host: string;
  readonly pid: number;
  readonly startedAt: string;
  readonly seenAt: string;
  readonly isAlive: boolean;
  readonly inHand: Readonly<Partial<Record<WorkKind, number>>>;
}

export interface DatabaseState {
  readonly sizeBytes: number;
  readonly connections: number;
  readonly maxConnections: number;
  readonly oldestTransactionMs: number | null;
  readonly tables: readonly { readonly name: string; readonly live: number; readonly dead: number; readonly vacuumedAt: string | null }[];
}

export interface SlowStep {
  readonly milliseconds: number;
  readonly processId: string;
  readonly instanceId: string;
  readonly command: string;
  readonly elementId: string | null;
}

/** How the installation does, over all its nodes. */
export interface SystemState {
  readonly at: string;
  readonly load: Load | null;
  readonly points: readonly LoadPoint[];
  readonly nodes: readonly SystemNode[];
  readonly database: DatabaseState;
  readonly slowest: readonly SlowStep[];
}

/** Reads the state of the system, again and again while the page is shown. */
export function useSystem() {
  return useQuery({
    queryKey: ['system'],
    queryFn: ({ signal }) => api.get<SystemState>('/system', { signal }),
    refetchInterval: REFRESH_MS,
  });
}
