import type { Applier } from '../applier.ts';
import { elementInstance } from '../lookup.ts';

/** Replaces the working data of an element's handler. */
export const applyElementDataChanged: Applier<'elementDataChanged'> = (draft, record) => {
  draft.putElementInstance({ ...elementInstance(draft, record.elementInstanceId), data: record.data });
};
