import type { Applier } from '../applier.ts';

/** A completed activity that can be compensated, and its handler, are other elements from now on. */
export const applyCompensationMigrated: Applier<'compensationMigrated'> = (draft, record) => {
  const { entryId, elementId, handlerId } = record;
  draft.compensations = draft.compensations.map((entry) => (entry.id === entryId ? { ...entry, elementId, handlerId } : entry));
};
