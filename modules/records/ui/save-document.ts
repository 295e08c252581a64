import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api, keys } from '../../../designer/kit/index.ts';
import type { BusinessRecord, Json, RecordType } from '../../../designer/kit/index.ts';

/** The lines of a document: their type, and the field by which they belong to it. */
export interface LineKind {
  readonly type: RecordType;
  readonly byField: string;
}

/** What to save: a record's members (with `id` and `version` to change one) and the lines of a new one. */
export interface DocumentDraft {
  readonly members: Json & { readonly id?: string };
  readonly lines: readonly Json[];
}

/** What was saved, and the lines the server refused, by their number from 1. */
export interface SavedDocument {
  readonly saved: BusinessRecord;
  readonly refusedLines: readonly { readonly number: number; readonly error: unknown }[];
}

/**
 * Saves a record, then its lines one after the other in the order typed. A refused line does not take back what was saved: the
 * document is a draft, its page shows what it has, and the line can be added there.
 */
export function useSaveDocument(type: string, lineKind: LineKind | undefined) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: async ({ members: { id, ...members }, lines }: DocumentDraft): Promise<SavedDocument> => {
      const saved = await (id === undefined
        ? api.post<BusinessRecord>(`/records/${type}`, members)
        : api.patch<BusinessRecord>(`/records/${type}/${id}`, members));
      return { saved, refusedLines: lineKind === undefined ? [] : await saveLines(lineKind, saved.id, lines) };
    },
    onSuccess: () => queryClient.invalidateQueries({ queryKey: keys.records }),
  });
}

async function saveLines({ type, byField }: LineKind, documentId: string, lines: readonly Json[]): Promise<SavedDocument['refusedLines']> {
  const refused: { readonly number: number; readonly error: unknown }[] = [];
  for (const [index, line] of lines.entries()) {
    try {
      await api.post(`/records/${type.name}`, { ...line, [byField]: documentId });
    } catch (error) {
      // The refusal is shown to the person with the number of the line.
      refused.push({ number: index + 1, error });
    }
  }
  return refused;
}
