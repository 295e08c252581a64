import { presentOutcome } from '../present-outcome.ts';
import { ADMINS } from '../rights.ts';
import { defineRoute, json } from '../route.ts';
import { waitParams } from '../schema/common.ts';
import {
  activateAnswer,
  activateBody,
  completeJobBody,
  errorJobBody,
  extendAnswer,
  extendJobBody,
  failJobBody,
  outcome,
} from '../schema/work.ts';

const refusals = { NOT_FOUND: 404, LEASE_LOST: 409 };
/** Every route of outside workers is for API tokens with the scope `jobs`, and for administrators. */
const worker = { access: ADMINS, scope: 'jobs' } as const;

/** Jobs for workers outside this process, under leases with an epoch. */
export const jobRoutes = [
  defineRoute({
    ...worker,
    method: 'post',
    path: '/jobs/activate',
    once: 'unchanged',
    summary: 'Lease due jobs of one type or several, waiting for the first up to waitMs',
    body: activateBody,
    answer: json(activateAnswer),
    refusals: { TOO_MANY_WAITING: 429 },
    async handle({ services, body, response }) {
      const gone = new AbortController();
      const end = (): void => {
        gone.abort();
      };
      services.closing?.addEventListener('abort', end, { once: true });
      response.once('close', () => {
        services.closing?.removeEventListener('abort', end);
        end();
      });
      if (services.closing?.aborted === true) end();
      const jobs = await services.engine.activateJobs(body, gone.signal);
      // Nobody is there to take them: the next worker gets them at once, not when the leases run out.
      if (response.closed) await services.engine.giveBackJobs(jobs);
      return { jobs };
    },
  }),
  defineRoute({
    ...worker,
    method: 'post',
    path: '/jobs/:id/complete',
    once: 'command',
    summary: 'Hand in the result of a job',
    params: waitParams,
    body: completeJobBody,
    answer: json(outcome),
    refusals,
    handle: async ({ services, actor, params, body: { leaseEpoch, variables }, commandId }) =>
      presentOutcome(await services.engine.completeJob(params.id, leaseEpoch, variables, actor, commandId), actor, services),
  }),
  defineRoute({
    ...worker,
    method: 'post',
    path: '/jobs/:id/fail',
    once: 'command',
    summary: 'Report a technical failure',
    params: waitParams,
    body: failJobBody,
    answer: json(outcome),
    refusals,
    async handle({ services, actor, params, body: { leaseEpoch, ...failure }, commandId }) {
      return presentOutcome(await services.engine.failJob(params.id, leaseEpoch, failure, actor, commandId), actor, services);
    },
  }),
  defineRoute({
    ...worker,
    method: 'post',
    path: '/jobs/:id/error',
    once: 'command',
    summary: 'Raise a BPMN error',
    params: waitParams,
    body: errorJobBody,
    answer: json(outcome),
    refusals,
    async handle({ services, actor, params, body: { leaseEpoch, ...error }, commandId }) {
      return presentOutcome(await services.engine.throwJobError(params.id, leaseEpoch, error, actor, commandId), actor, services);
    },
  }),
  defineRoute({
    ...worker,
    method: 'post',
    path: '/jobs/:id/extend',
    once: 'unchanged',
    summary: 'Keep a lease longer',
    params: waitParams,
    body: extendJobBody,
    answer: json(extendAnswer),
    refusals,
    handle: ({ services, params, body }) => services.engine.extendJob(params.id, body.leaseEpoch, body.leaseMs),
  }),
];
