import { HttpProblem } from '../../port/http-problem.ts';
import type { InstanceDetailRow } from '../../port/queries.ts';
import { acceptForm } from '../form/accept-form.ts';
import type { HttpServices } from '../http-services.ts';
import { notFound } from '../not-found.ts';
import { presentOutcome } from '../present-outcome.ts';
import { mayStart, OVERSEERS, SUPERVISORS, viewerOf } from '../rights.ts';
import { created, defineRoute, json, type RouteContext } from '../route.ts';
import { idParams, listOf } from '../schema/common.ts';
import {
  activity,
  incident,
  instance,
  instanceDetail,
  instanceQuery,
  journalEntry,
  journalQuery,
  outcome,
  setVariablesBody,
  startBody,
  variable,
} from '../schema/work.ts';

const refusals = { NOT_FOUND: 404 };
const changeRefusals = { NOT_FOUND: 404, WRONG_STATUS: 409 };
/** Incidents of one instance shown at once. */
const MAX_INCIDENTS_OF_INSTANCE = 200;

/** Running and ended processes. */
export const processInstanceRoutes = [
  defineRoute({
    method: 'post',
    path: '/process-instances',
    once: 'command',
    summary: 'Start a process',
    access: 'signedIn',
    body: startBody,
    answer: created(outcome),
    refusals: { NOT_FOUND: 404, FORBIDDEN: 403, FORM_INVALID: 422 },
    async handle({ services, actor, body, commandId }) {
      const definition = await definitionToStart(services, body.processId, body.version);
      if (!mayStart(actor, definition.candidateStarterGroups)) {
        throw new HttpProblem(
          403,
          'FORBIDDEN',
          `Expected a member of ${definition.candidateStarterGroups.join(', ')} to start ${body.processId}, but ${actor.name} is not one.`,
        );
      }
      const form = definition.startFormId === null ? null : await services.queries.form(definition.id, definition.startFormId);
      // A person sends the start form; a machine with a token may know more than the form asks.
      const variables = await acceptForm(form, body.variables, services.evaluateFeel, { keepsOthers: actor.kind === 'token' });
      const step = await services.engine.startProcess({ ...body, variables, ...(commandId === undefined ? {} : { commandId }) }, actor);
      return presentOutcome(step, actor, services);
    },
  }),
  defineRoute({
    method: 'get',
    path: '/process-instances',
    summary: 'Instances that the asking person may see',
    access: 'signedIn',
    query: instanceQuery,
    answer: json(listOf(instance)),
    handle: ({ services, actor, query }) =>
      services.queries.instances(viewerOf(actor), {
        limit: query.limit,
        cursor: query.cursor ?? null,
        sort: query.sort,
        processId: query.processId ?? null,
        definitionId: query.definitionId ?? null,
        status: query.status ?? null,
        businessKey: query.businessKey ?? null,
        elementId: query.elementId ?? null,
        hasIncidents: query.hasIncidents ?? null,
        search: query.search ?? null,
      }),
  }),
  defineRoute({
    method: 'get',
    path: '/process-instances/:id',
    summary: 'One instance with its progress on the diagram',
    access: 'signedIn',
    params: idParams,
    answer: json(instanceDetail),
    refusals,
    handle: (context) => visibleInstance(context),
  }),
  defineRoute({
    method: 'get',
    path: '/process-instances/:id/variables',
    summary: 'Variables of all scopes',
    access: OVERSEERS,
    params: idParams,
    answer: json(listOf(variable)),
    refusals,
    async handle(context) {
      await visibleInstance(context);
      return { items: await context.services.queries.variables(context.params.id), nextCursor: null };
    },
  }),
  defineRoute({
    method: 'put',
    path: '/process-instances/:id/variables',
    once: 'command',
    summary: 'Set variables by hand',
    access: SUPERVISORS,
    params: idParams,
    body: setVariablesBody,
    answer: json(outcome),
    refusals: changeRefusals,
    async handle({ services, actor, params, body, commandId }) {
      const { scopeId = null, variables } = body;
      return presentOutcome(await services.engine.setVariables(params.id, scopeId, variables, actor, commandId), actor, services);
    },
  }),
  defineRoute({
    method: 'get',
    path: '/process-instances/:id/activities',
    summary: 'Which element ran when, and who ended it',
    access: 'signedIn',
    params: idParams,
    answer: json(listOf(activity)),
    refusals,
    async handle(context) {
      await visibleInstance(context);
      return { items: await context.services.queries.activities(context.params.id), nextCursor: null };
    },
  }),
  defineRoute({
    method: 'get',
    path: '/process-instances/:id/journal',
    summary: 'The audit trail: every command with its records',
    access: OVERSEERS,
    params: idParams,
    query: journalQuery,
    answer: json(listOf(journalEntry)),
    refusals,
    async handle(context) {
      await visibleInstance(context);
      return context.services.queries.journal(context.params.id, { limit: context.query.limit, cursor: context.query.cursor ?? null });
    },
  }),
  defineRoute({
    method: 'get',
    path: '/process-instances/:id/incidents',
    summary: 'Incidents of one instance',
    access: OVERSEERS,
    params: idParams,
    answer: json(listOf(incident)),
    refusals,
    async handle(context) {
      await visibleInstance(context);
      return context.services.queries.incidents({
        instanceId: context.params.id,
        processId: null,
        status: null,
        limit: MAX_INCIDENTS_OF_INSTANCE,
        cursor: null,
      });
    },
  }),
  ...(['cancel', 'suspend', 'resume'] as const).map((change) =>
    defineRoute({
      method: 'post',
      path: `/process-instances/:id/${change}`,
      once: 'command',
      summary: `${change[0]?.toUpperCase()}${change.slice(1)} an instance`,
      access: OVERSEERS,
      params: idParams,
      answer: json(outcome),
      refusals: changeRefusals,
      async handle({ services, actor, params, commandId }) {
        const { engine } = services;
        const step = await { cancel: engine.cancelInstance, suspend: engine.suspendInstance, resume: engine.resumeInstance }[change].call(
          engine,
          params.id,
          actor,
          commandId,
        );
        return presentOutcome(step, actor, services);
      },
    }),
  ),
];

async function definitionToStart(services: HttpServices, processId: string, version: number | undefined) {
  const found = await services.queries.definitionToStart(processId, version ?? null);
  if (found !== null) return found;
  return version === undefined ? notFound('process', processId) : notFound('process version', `${processId} version ${version}`);
}

async function visibleInstance({
  services,
  actor,
  params,
}: RouteContext<{ readonly id: string }, unknown, unknown>): Promise<InstanceDetailRow> {
  return (await services.queries.instance(viewerOf(actor), params.id)) ?? notFound('process instance', params.id);
}
