import type { Applier } from '../applier.ts';
import { assertInstanceTransition } from '../lifecycle.ts';

/** The process instance is over. */
export const applyInstanceEnded: Applier<'instanceEnded'> = (draft, record) => {
  assertInstanceTransition(draft.instanceId, draft.status, record.status);
  draft.status = record.status;
};
