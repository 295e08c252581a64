import type { Applier } from '../applier.ts';

/** Keeps one output of a multi-instance activity; places not yet filled hold null. */
export const applyLoopOutputCollected: Applier<'loopOutputCollected'> = (draft, record) => {
  draft.putOutput(record.elementInstanceId, record.index, record.value);
};
