import type { Applier } from '../applier.ts';

/** An element instance begins to wait for something. */
export const applyWaitOpened: Applier<'waitOpened'> = (draft, record) => {
  draft.putWait(record.wait);
  draft.useId(record.wait.id);
};
