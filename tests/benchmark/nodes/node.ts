import type { Failed } from '../child.ts';

/** What a process with an engine of its own is asked for. */
export type NodeRequest =
  | { readonly kind: 'open'; readonly url: string; readonly inFlight: number }
  | { readonly kind: 'run'; readonly count: number }
  | { readonly kind: 'memory' };

export type NodeAnswer =
  | { readonly kind: 'done' }
  | { readonly kind: 'memory'; readonly residentBytes: number; readonly heapBytes: number }
  | Failed;
