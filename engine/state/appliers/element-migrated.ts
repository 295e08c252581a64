import type { Applier } from '../applier.ts';
import { elementInstance } from '../lookup.ts';

/** An element instance and its incidents are of another element from now on. */
export const applyElementMigrated: Applier<'elementMigrated'> = (draft, record) => {
  const instance = elementInstance(draft, record.elementInstanceId);
  const { elementId, viaFlowId, data } = record;
  draft.putElementInstance({ ...instance, elementId, viaFlowId, data });
  for (const incident of Object.values(draft.incidents)) {
    if (incident.elementInstanceId === instance.id) draft.putIncident({ ...incident, elementId });
  }
};
