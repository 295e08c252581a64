import type { Applier } from '../applier.ts';

/** Adds or replaces variables of one scope. */
export const applyVariablesSet: Applier<'variablesSet'> = (draft, record) => {
  draft.putVariables(record.scopeId, { ...draft.variables[record.scopeId], ...record.variables });
};
