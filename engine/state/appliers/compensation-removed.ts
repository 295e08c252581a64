import type { Applier } from '../applier.ts';

/** An activity is being compensated, or can no longer be. */
export const applyCompensationRemoved: Applier<'compensationRemoved'> = (draft, record) => {
  draft.compensations = draft.compensations.filter((entry) => entry.id !== record.entryId);
};
