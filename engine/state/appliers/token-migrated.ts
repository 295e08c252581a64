import type { Applier } from '../applier.ts';

/** A resting token is on another flow from now on. */
export const applyTokenMigrated: Applier<'tokenMigrated'> = (draft, record) => {
  const token = draft.tokens[record.tokenId];
  if (token === undefined) throw new Error(`Expected a resting token ${record.tokenId}, but found none.`);
  draft.putToken({ ...token, flowId: record.flowId });
};
