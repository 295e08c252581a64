import type { Applier } from '../applier.ts';
import { assertElementTransition } from '../lifecycle.ts';
import { elementInstance } from '../lookup.ts';

/** An element instance goes on in its lifecycle. */
export const applyElementStatusChanged: Applier<'elementStatusChanged'> = (draft, record) => {
  const instance = elementInstance(draft, record.elementInstanceId);
  assertElementTransition(instance.id, instance.status, record.status);
  draft.putElementInstance({ ...instance, status: record.status });
};
