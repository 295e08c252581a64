import type { Applier } from '../applier.ts';
import { isEnded } from '../lifecycle.ts';

/** The process instance belongs to another definition from now on. */
export const applyInstanceMigrated: Applier<'instanceMigrated'> = (draft, record) => {
  if (isEnded(draft.status)) throw new Error(`Expected a running instance to migrate, but ${draft.instanceId} is ${draft.status}.`);
  draft.definitionId = record.definitionId;
  draft.processId = record.processId;
};
