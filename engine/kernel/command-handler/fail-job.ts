import type { CommandHandler } from './command-handler.ts';
import { notFound } from './command-handler.ts';
import { raiseIncident } from '../behavior/incident.ts';

/** An attempt of a job has failed; without attempts left it is the incident JOB_FAILED. */
export const failJobCommand: CommandHandler<'failJob'> = (step, command) => {
  const wait = step.draft.waits[command.jobId];
  if (wait?.kind !== 'job') return notFound('an open job', command.jobId);
  const retriesLeft = Math.max(0, command.retriesLeft);
  step.emit({ kind: 'waitChanged', wait: { ...wait, retriesLeft } });
  const isKnown = Object.values(step.draft.incidents).some((incident) => incident.jobId === wait.id);
  if (retriesLeft === 0 && !isKnown) raiseIncident(step, step.instance(wait.elementInstanceId), 'JOB_FAILED', command.message, wait.id);
  return null;
};
