import type { JsonObject } from '../model/index.ts';
import type { Wait } from '../state/index.ts';

/** An open job of an instance. */
export type JobWait = Extract<Wait, { kind: 'job' }>;

/** What became of the work of a job. `final` failures are not tried again: the same input would fail the same way. */
export type JobOutcome =
  | { readonly kind: 'completed'; readonly variables: JsonObject }
  | { readonly kind: 'error'; readonly code: string; readonly message: string; readonly variables: JsonObject }
  | { readonly kind: 'failed'; readonly message: string; readonly final: boolean };
