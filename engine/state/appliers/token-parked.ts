import type { Applier } from '../applier.ts';

/** A token rests on a sequence flow before a gateway that joins. */
export const applyTokenParked: Applier<'tokenParked'> = (draft, record) => {
  draft.putToken({ id: record.tokenId, flowId: record.flowId, scopeId: record.scopeId });
  draft.useId(record.tokenId);
};
