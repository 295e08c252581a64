import type { Failed } from '../child.ts';
import type { Headers } from './office.ts';

/** The calls of a case, in their order. */
export const CALLS = ['start', 'list', 'claim', 'complete'] as const;
export type Call = (typeof CALLS)[number];

/** What the load process is asked to do. */
export type LoadRequest =
  | { readonly kind: 'connect'; readonly url: string; readonly clerks: readonly Headers[]; readonly connections: number }
  /** As many cases as it can, that many at a time, for so many milliseconds. */
  | { readonly kind: 'full'; readonly inFlight: number; readonly forMs: number }
  /** A case every so often, whether those before have ended or not. */
  | { readonly kind: 'steady'; readonly perSecond: number; readonly forMs: number };

/** Milliseconds of one kind of call. */
export interface Percentiles {
  readonly p50: number;
  readonly p99: number;
  readonly worst: number;
}

/** What came of a load. */
export interface LoadResult {
  readonly cases: number;
  readonly ms: number;
  readonly calls: Readonly<Record<Call, Percentiles>>;
  /** Processor time of the load process, in milliseconds. */
  readonly processorMs: number;
}

export type LoadAnswer = { readonly kind: 'ready' } | { readonly kind: 'done'; readonly result: LoadResult } | Failed;
