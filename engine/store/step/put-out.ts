/** It would change something, or hold what others must not; it keeps the others waiting; or it would wait for what another transaction has. */
export type AloneReason = 'changes' | 'slow' | 'contended';

/** Why a member is put out of its group, to be run again: with nobody beside it, when the tree is free, or just so, because its turn did not come. */
export type PutOut =
  | { readonly kind: 'alone'; readonly why: AloneReason }
  | { readonly kind: 'later'; readonly rootInstanceId: string }
  | { readonly kind: 'again' };

/** Ends the work of a member that was put out of its group; nobody but the group sees it. */
export class PutOutError extends Error {
  constructor() {
    super('Expected the step to share its transaction, but it was put out of it and will be run again.');
    this.name = 'PutOutError';
  }
}
