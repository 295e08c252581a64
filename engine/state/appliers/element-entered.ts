import type { Applier } from '../applier.ts';

/** A token has come to a flow node (or the process itself begins). */
export const applyElementEntered: Applier<'elementEntered'> = (draft, record) => {
  draft.putElementInstance(record.elementInstance);
  draft.useId(record.elementInstance.id);
  draft.steps += 1;
};
