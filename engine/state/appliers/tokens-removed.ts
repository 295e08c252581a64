import type { Applier } from '../applier.ts';

/** Resting tokens were consumed by their gateway, or died with their scope. */
export const applyTokensRemoved: Applier<'tokensRemoved'> = (draft, record) => {
  for (const id of record.tokenIds) draft.removeToken(id);
};
