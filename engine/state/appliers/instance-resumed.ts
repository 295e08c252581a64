import type { Applier } from '../applier.ts';
import { assertInstanceTransition } from '../lifecycle.ts';

/** The process instance goes on after a pause. */
export const applyInstanceResumed: Applier<'instanceResumed'> = (draft) => {
  assertInstanceTransition(draft.instanceId, draft.status, 'active');
  draft.status = 'active';
};
