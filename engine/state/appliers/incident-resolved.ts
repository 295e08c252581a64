import type { Applier } from '../applier.ts';

/** An incident is mended, or gone with its element instance. */
export const applyIncidentResolved: Applier<'incidentResolved'> = (draft, record) => {
  draft.removeIncident(record.incidentId);
};
