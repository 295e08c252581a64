import type { Applier } from '../applier.ts';
import { assertInstanceTransition } from '../lifecycle.ts';

/** The process instance pauses. */
export const applyInstanceSuspended: Applier<'instanceSuspended'> = (draft) => {
  assertInstanceTransition(draft.instanceId, draft.status, 'suspended');
  draft.status = 'suspended';
};
