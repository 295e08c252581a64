import { notFound } from '../not-found.ts';
import { presentOutcome } from '../present-outcome.ts';
import { OVERSEERS } from '../rights.ts';
import { defineRoute, json } from '../route.ts';
import { listOf, waitParams } from '../schema/common.ts';
import { incident, incidentQuery, outcome, retryBody } from '../schema/work.ts';

/** What needs a person to go on. */
export const incidentRoutes = [
  defineRoute({
    method: 'get',
    path: '/incidents',
    summary: 'Incidents, the newest first',
    access: OVERSEERS,
    query: incidentQuery,
    answer: json(listOf(incident)),
    handle: ({ services, query }) =>
      services.queries.incidents({
        instanceId: null,
        processId: query.processId ?? null,
        status: query.status ?? null,
        limit: query.limit,
        cursor: query.cursor ?? null,
      }),
  }),
  defineRoute({
    method: 'post',
    path: '/incidents/:id/retry',
    once: 'command',
    summary: 'Try the failed step again',
    access: OVERSEERS,
    params: waitParams,
    body: retryBody,
    bodyOptional: true,
    answer: json(outcome),
    refusals: { NOT_FOUND: 404, WRONG_STATUS: 409 },
    async handle({ services, actor, params, body, commandId }) {
      const [row] = await services.queries.incidentsByIds([params.id]);
      if (row === undefined) return notFound('incident', params.id);
      return presentOutcome(await services.engine.resolveIncident(params.id, body.retries, actor, commandId), actor, services);
    },
  }),
];
