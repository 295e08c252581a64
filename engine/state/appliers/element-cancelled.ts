import { ROOT_SCOPE_ID } from '../../model/index.ts';
import type { Applier } from '../applier.ts';

/** The token was taken away: the element instance and its variables are gone. The variables of the process itself stay to be read. */
export const applyElementCancelled: Applier<'elementCancelled'> = (draft, record) => {
  draft.removeElementInstance(record.elementInstanceId);
  if (record.elementInstanceId !== ROOT_SCOPE_ID) draft.putVariables(record.elementInstanceId, null);
};
