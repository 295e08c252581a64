import type { Resource } from './engine.ts';
import type { PersonRow } from './queries.ts';

/** A diagram somebody works on that is not deployed: several files under one name. `revision` grows with every save. */
export interface DraftRow {
  readonly id: string;
  readonly name: string;
  readonly processId: string | null;
  readonly basedOnDefinitionId: string | null;
  readonly updatedAt: string;
  readonly updatedBy: PersonRow;
  readonly revision: number;
}
export interface DraftWithResources extends DraftRow {
  readonly resources: readonly Resource[];
}

export type SaveDraftResult =
  | { readonly kind: 'saved'; readonly draft: DraftWithResources }
  /** Somebody else saved since; `current` is what is stored now. */
  | { readonly kind: 'changed'; readonly current: DraftWithResources }
  | { readonly kind: 'notFound' };

/** Keeps drafts of diagrams with optimistic locking, so that two analysts never overwrite each other unknowingly. */
export interface DraftStore {
  list(): Promise<readonly DraftRow[]>;
  get(id: string): Promise<DraftWithResources | null>;
  create(
    draft: {
      readonly name: string;
      readonly processId: string | null;
      readonly basedOnDefinitionId: string | null;
      readonly resources: readonly Resource[];
    },
    by: PersonRow,
  ): Promise<DraftWithResources>;
  save(
    id: string,
    draft: { readonly name: string; readonly processId: string | null; readonly resources: readonly Resource[]; readonly revision: number },
    by: PersonRow,
  ): Promise<SaveDraftResult>;
  /** False when there was none. */
  remove(id: string): Promise<boolean>;
}
