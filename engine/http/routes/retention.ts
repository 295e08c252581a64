import { HttpProblem } from '../../port/http-problem.ts';
import { EVERY_PROCESS, type RetentionStore } from '../../port/retention-store.ts';
import { notFound } from '../not-found.ts';
import { DESIGNERS, OVERSEERS, SUPERVISORS } from '../rights.ts';
import { defineRoute, json, NO_CONTENT } from '../route.ts';
import { idParams } from '../schema/common.ts';
import { legalHold, legalHoldBody, retention, retentionBody, retentionParams } from '../schema/retention.ts';

/** Changes and removals shown at once. */
const SHOWN = 50;

async function present(store: RetentionStore) {
  const [{ days }, processes, changes, removals] = await Promise.all([
    store.every(),
    store.processes(),
    store.changes(SHOWN),
    store.removals(SHOWN),
  ]);
  return { every: { days }, processes, changes, removals };
}

/** How long ended process instances are kept, what was removed, and holds on single ones. */
export const retentionRoutes = [
  defineRoute({
    method: 'get',
    path: '/retention',
    summary: 'How long ended process instances are kept, who set that, and what was removed',
    access: DESIGNERS,
    answer: json(retention),
    handle: ({ services }) => present(services.retention),
  }),
  defineRoute({
    method: 'put',
    path: '/retention/:processId',
    summary: 'Set for how many days after their end the instances of a process are kept',
    access: DESIGNERS,
    scope: 'admin',
    params: retentionParams,
    body: retentionBody,
    answer: json(retention),
    refusals: { NOT_FOUND: 404, NOTHING_TO_INHERIT: 409 },
    async handle({ services, actor, params, body }) {
      if (params.processId === EVERY_PROCESS && body.isInherited)
        throw new HttpProblem(
          409,
          'NOTHING_TO_INHERIT',
          'Expected days or null for every process, but there is nothing it could inherit from.',
        );
      if (!(await services.retention.set(params.processId, body, actor))) notFound('process', params.processId);
      return present(services.retention);
    },
  }),
  defineRoute({
    method: 'get',
    path: '/process-instances/:id/legal-hold',
    summary: 'The hold that keeps a process instance from being removed',
    access: OVERSEERS,
    params: idParams,
    answer: json(legalHold),
    handle: async ({ services, params }) => ({ hold: await services.retention.holdOf(params.id) }),
  }),
  defineRoute({
    method: 'put',
    path: '/process-instances/:id/legal-hold',
    summary: 'Keep a process instance with its call tree, however old it is',
    access: SUPERVISORS,
    params: idParams,
    body: legalHoldBody,
    answer: json(legalHold),
    refusals: { NOT_FOUND: 404 },
    async handle({ services, actor, params, body }) {
      if ((await services.retention.hold(params.id, body.reason, actor)) === 'absent') notFound('process instance', params.id);
      return { hold: await services.retention.holdOf(params.id) };
    },
  }),
  defineRoute({
    method: 'delete',
    path: '/process-instances/:id/legal-hold',
    summary: 'Release a hold',
    access: SUPERVISORS,
    params: idParams,
    answer: NO_CONTENT,
    refusals: { NOT_FOUND: 404 },
    async handle({ services, actor, params }) {
      if (!(await services.retention.release(params.id, actor))) notFound('legal hold of process instance', params.id);
    },
  }),
];
