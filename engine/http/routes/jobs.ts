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
    summary: 'Lease due jobs of one type, waiting for them up to waitMs',
    body: activateBody,
    answer: json(activateAnswer),
    handle: async ({ services, body }) => ({ jobs: await services.engine.activateJobs(body) }),
  }),
  defineRoute({
    ...worker,
    method: 'post',
    path: '/jobs/:id/complete',
    summary: 'Hand in the result of a job',
    params: waitParams,
    body: completeJobBody,
    answer: json(outcome),
    refusals,
    handle: async ({ services, actor, params, body }) =>
      presentOutcome(await services.engine.completeJob(params.id, body.leaseEpoch, body.variables, actor), actor, services),
  }),
  defineRoute({
    ...worker,
    method: 'post',
    path: '/jobs/:id/fail',
    summary: 'Report a technical failure',
    params: waitParams,
    body: failJobBody,
    answer: json(outcome),
    refusals,
    async handle({ services, actor, params, body: { leaseEpoch, ...failure } }) {
      return presentOutcome(await services.engine.failJob(params.id, leaseEpoch, failure, actor), actor, services);
    },
  }),
  defineRoute({
    ...worker,
    method: 'post',
    path: '/jobs/:id/error',
    summary: 'Raise a BPMN error',
    params: waitParams,
    body: errorJobBody,
    answer: json(outcome),
    refusals,
    async handle({ services, actor, params, body: { leaseEpoch, ...error } }) {
      return presentOutcome(await services.engine.throwJobError(params.id, leaseEpoch, error, actor), actor, services);
    },
  }),
  defineRoute({
    ...worker,
    method: 'post',
    path: '/jobs/:id/extend',
    summary: 'Keep a lease longer',
    params: waitParams,
    body: extendJobBody,
    answer: json(extendAnswer),
    refusals,
    handle: ({ services, params, body }) => services.engine.extendJob(params.id, body.leaseEpoch, body.leaseMs),
  }),
];
