import type { Applier } from '../applier.ts';

/** Something needs a person. */
export const applyIncidentRaised: Applier<'incidentRaised'> = (draft, record) => {
  draft.putIncident(record.incident);
  draft.useId(record.incident.id);
};
