import { useState } from 'react';
import { Loaded } from '../../kit/index.ts';
import { useDraft } from '../api.ts';
import { DraftEditor } from '../editor/draft-editor.tsx';

/** Reads a draft and opens it in the designer; reads it anew when the person takes what somebody else has saved. */
export default function DraftPage({ draftId }: { readonly draftId: string }) {
  const draft = useDraft(draftId);
  const [opening, setOpening] = useState(0);
  const reload = (): void => {
    void draft.refetch().then(() => setOpening((before) => before + 1));
  };
  return <Loaded query={draft}>{(data) => <DraftEditor key={opening} draft={data} onReload={reload} />}</Loaded>;
}
