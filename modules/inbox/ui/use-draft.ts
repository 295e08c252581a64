import { useDebouncedCallback } from '@mantine/hooks';
import { useState } from 'react';
import { saveTaskDraft } from '../../../designer/kit/index.ts';
import type { Json } from '../../../designer/kit/index.ts';

/** A draft is saved when nothing was typed for this long. */
const TYPING_PAUSE_MS = 800;

/** How the saving of a draft stands. */
export type DraftState = 'idle' | 'typing' | 'saved' | 'failed';

/** Saves what is typed into a task's form, so that it is there again after a break or on another machine. */
export function useDraft(taskId: string): { readonly state: DraftState; readonly save: (data: Json) => void; readonly stop: () => void } {
  const [state, setState] = useState<DraftState>('idle');
  const send = useDebouncedCallback(
    (data: Json) => {
      saveTaskDraft(taskId, data).then(
        () => setState('saved'),
        () => setState('failed'),
      );
    },
    { delay: TYPING_PAUSE_MS, flushOnUnmount: true },
  );
  const save = (data: Json) => {
    setState('typing');
    send(data);
  };
  return { state, save, stop: () => send.cancel() };
}
