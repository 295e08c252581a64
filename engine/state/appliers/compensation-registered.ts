import type { Applier } from '../applier.ts';

/** A completed activity can be compensated from now on. */
export const applyCompensationRegistered: Applier<'compensationRegistered'> = (draft, record) => {
  draft.putCompensation(record.entry);
  draft.useId(record.entry.id);
};
