import { useRef } from 'react';
import { useGo } from '../../kit/index.ts';
import { useCreateDraft, type Resource } from '../api.ts';
import { processIn } from '../editor/resources.ts';
import { readFiles, useImport, type Importing } from './use-import.ts';

/** A new draft under way. */
export interface NewDraftOf {
  readonly importing: Importing;
  readonly isPending: boolean;
  readonly error: Error | null;
  /** Makes a draft of resources and opens it; without a name it is called like its process. */
  readonly create: (resources: readonly Resource[], name: string) => void;
  /** The same with files of the person's machine, translated first where they need it. */
  readonly open: (files: readonly File[], name?: string) => Promise<void>;
}

/** Makes drafts, out of files of any engine too, and opens them. */
export function useNewDraft(): NewDraftOf {
  const go = useGo();
  const draft = useCreateDraft();
  const givenName = useRef('');
  const create = (resources: readonly Resource[], name: string): void => {
    const imported = resources.map((each) => processIn(each.content)?.name).find((each) => each !== undefined);
    const title = name === '' ? (imported ?? resources[0]?.name ?? '') : name;
    draft.mutate({ name: title, resources }, { onSuccess: ({ id }) => go(`/designer/drafts/${id}`) });
  };
  const importing = useImport((resources) => create(resources, givenName.current));
  return {
    importing,
    isPending: draft.isPending || importing.opened,
    error: draft.error,
    create,
    open: async (files, name = '') => {
      givenName.current = name;
      importing.begin(await readFiles(files));
    },
  };
}
