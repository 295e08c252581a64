import type { Applier } from '../applier.ts';

/** Nothing is waited for any more. */
export const applyWaitClosed: Applier<'waitClosed'> = (draft, record) => {
  draft.removeWait(record.waitId);
};
