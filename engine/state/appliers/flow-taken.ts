import type { Applier } from '../applier.ts';

/** A token has passed a sequence flow. For history and trace; changes nothing in the state. */
export const applyFlowTaken: Applier<'flowTaken'> = () => {};
