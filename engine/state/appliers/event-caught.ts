import type { Applier } from '../applier.ts';

/** An event was caught. For history and trace; changes nothing in the state. */
export const applyEventCaught: Applier<'eventCaught'> = () => {};
