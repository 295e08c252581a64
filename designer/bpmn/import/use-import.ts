import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { decodeXml } from '../../../engine/parse/decode-xml.ts';
import { api } from '../../kit/index.ts';
import type { Resource } from '../api.ts';
import { kindOf } from '../editor/resources.ts';
import type { ImportAnswer } from './report.ts';

/** An import as the dialog shows it: under way, failed, or translated and waiting for the person's word. */
export interface Importing {
  readonly opened: boolean;
  readonly answer: ImportAnswer | null;
  readonly error: unknown;
  readonly begin: (resources: readonly Resource[]) => void;
  readonly retry: () => void;
  readonly accept: () => void;
  readonly cancel: () => void;
}

/**
 * Translates files before they are used. Files without anything of another engine go on at once; for others the dialog shows the report and `onAccept` gets
 * the translated files when the person goes on.
 */
export function useImport(onAccept: (resources: readonly Resource[]) => void): Importing {
  const [files, setFiles] = useState<readonly Resource[] | null>(null);
  const translation = useMutation({
    mutationFn: (resources: readonly Resource[]) => api.post<ImportAnswer>('/imports', { resources }),
    onSuccess: (answer) => {
      if (answer.reports.length === 0) finish(answer.resources);
    },
  });
  const finish = (resources: readonly Resource[]): void => {
    setFiles(null);
    translation.reset();
    onAccept(resources);
  };
  const begin = (resources: readonly Resource[]): void => {
    if (!resources.some((each) => kindOf(each.name) === 'diagram')) {
      onAccept(resources);
      return;
    }
    setFiles(resources);
    translation.mutate(resources);
  };
  const answer = translation.data ?? null;
  return {
    opened: files !== null,
    answer: answer !== null && answer.reports.length > 0 ? answer : null,
    error: translation.error,
    begin,
    retry: () => files !== null && translation.mutate(files),
    accept: () => answer !== null && finish(answer.resources),
    cancel: () => {
      setFiles(null);
      translation.reset();
    },
  };
}

/** Files as resources, in the encoding that they declare; a diagram saved as `.xml` gets the ending by which diagrams are known. */
export function readFiles(files: readonly File[]): Promise<readonly Resource[]> {
  return Promise.all(
    files.map(async (file) => ({
      name: kindOf(file.name) === 'other' ? file.name.replace(/(\.xml)?$/, '.bpmn') : file.name,
      content: decodeXml(new Uint8Array(await file.arrayBuffer())),
    })),
  );
}
