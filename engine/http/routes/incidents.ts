import type { z } from 'zod';
import { EngineError } from '../../port/engine.ts';
import type { Actor } from '../../port/module-contract.ts';
import { MAX_BATCH } from '../../port/repair.ts';
import type { HttpServices } from '../http-services.ts';
import { notFound } from '../not-found.ts';
import { presentOutcome } from '../present-outcome.ts';
import { OVERSEERS } from '../rights.ts';
import { defineRoute, json } from '../route.ts';
import { listOf, waitParams } from '../schema/common.ts';
import { incident, incidentDetail, incidentQuery, outcome, retryBody, retryManyAnswer, retryManyBody } from '../schema/work.ts';

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
        elementId: query.elementId ?? null,
        code: query.code ?? null,
        status: query.status ?? null,
        limit: query.limit,
        cursor: query.cursor ?? null,
      }),
  }),
  defineRoute({
    method: 'get',
    path: '/incidents/:id',
    summary: 'One incident with its attempts, its last worker and the variables that its element sees',
    access: OVERSEERS,
    params: waitParams,
    answer: json(incidentDetail),
    refusals: { NOT_FOUND: 404 },
    handle: async ({ services, params }) => (await services.queries.incident(params.id)) ?? notFound('incident', params.id),
  }),
  defineRoute({
    method: 'post',
    path: '/incidents/retry',
    once: 'repeatable',
    summary: `Try the failed steps of open incidents again, at most ${MAX_BATCH} per call, each by itself`,
    access: OVERSEERS,
    body: retryManyBody,
    answer: json(retryManyAnswer),
    handle: ({ services, actor, body, commandId }) => retryMany(services, actor, body, commandId),
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

/** Each in a transaction and with an entry in the journal of its own; one that is refused does not stop the others. */
async function retryMany(
  { queries, engine }: HttpServices,
  actor: Actor,
  { retries, raisedUntil, cursor, processId, elementId, code }: z.output<typeof retryManyBody>,
  commandId: string | undefined,
): Promise<z.input<typeof retryManyAnswer>> {
  const { items, nextCursor } = await queries.incidents({
    instanceId: null,
    processId: processId ?? null,
    elementId: elementId ?? null,
    code: code ?? null,
    raisedUntil,
    status: 'open',
    limit: MAX_BATCH,
    cursor: cursor ?? null,
  });
  const results: z.input<typeof retryManyAnswer>['results'][number][] = [];
  for (const { id } of items) {
    try {
      const step = await engine.resolveIncident(id, retries, actor, commandId === undefined ? undefined : `${commandId}:${id}`);
      results.push({ incidentId: id, result: step.incidentIds.length === 0 ? 'resolved' : 'failedAgain', message: null });
    } catch (error) {
      if (!(error instanceof EngineError)) throw error;
      results.push({ incidentId: id, result: 'refused', message: error.message });
    }
  }
  return { results, nextCursor };
}
