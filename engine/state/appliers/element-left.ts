import { ROOT_SCOPE_ID } from '../../model/index.ts';
import type { Applier } from '../applier.ts';

/** The token has left: the element instance and its variables are gone. The variables of the process itself stay as its result. */
export const applyElementLeft: Applier<'elementLeft'> = (draft, record) => {
  draft.removeElementInstance(record.elementInstanceId);
  if (record.elementInstanceId !== ROOT_SCOPE_ID) draft.putVariables(record.elementInstanceId, null);
};
