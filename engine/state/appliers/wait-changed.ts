import type { Applier } from '../applier.ts';

/** What is waited for has changed: an assignee, the attempts left, the next time of a cycle. */
export const applyWaitChanged: Applier<'waitChanged'> = (draft, record) => {
  if (draft.waits[record.wait.id] === undefined) throw new Error(`Expected an open wait ${record.wait.id}, but found none.`);
  draft.putWait(record.wait);
};
