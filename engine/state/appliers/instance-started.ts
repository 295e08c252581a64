import type { Applier } from '../applier.ts';

/** A process instance begins: it exists and is active. Its root element instance follows as a record of its own. */
export const applyInstanceStarted: Applier<'instanceStarted'> = (draft, record) => {
  if (draft.nextId !== 1) throw new Error(`Expected a new instance, but found ${draft.instanceId}.`);
  draft.instanceId = record.instanceId;
  draft.definitionId = record.definitionId;
  draft.processId = record.processId;
  draft.businessKey = record.businessKey;
  draft.rootInstanceId = record.rootInstanceId;
  draft.caller = record.caller;
  draft.status = 'active';
};
