import type { Applier } from '../applier.ts';

/** An event was thrown. For history and trace; changes nothing in the state. */
export const applyEventThrown: Applier<'eventThrown'> = () => {};
