import { z } from 'zod';
import { notFound } from '../not-found.ts';
import type { DefinitionRow } from '../../port/queries.ts';
import { mayStart, OVERSEERS } from '../rights.ts';
import { defineRoute, json, raw } from '../route.ts';
import { flag, listOf, name } from '../schema/common.ts';
import {
  definition,
  definitionDetail,
  definitionParams,
  formAnswer,
  formParams,
  startableProcess,
  statistics,
} from '../schema/definition.ts';

const definitionQuery = z.strictObject({ latest: flag.default(false), processId: name.optional() });
const refusals = { NOT_FOUND: 404 };

/** Deployed processes: lists, diagrams, forms and how they run. */
export const processDefinitionRoutes = [
  defineRoute({
    method: 'get',
    path: '/startable-processes',
    summary: 'Processes that the asking person may start',
    access: 'signedIn',
    answer: json(listOf(startableProcess)),
    async handle({ services, actor }) {
      const latest = await services.queries.definitions({ latest: true, processId: null, startable: true });
      return { items: latest.filter((row) => mayStart(actor, row.candidateStarterGroups)).map(startable), nextCursor: null };
    },
  }),
  defineRoute({
    method: 'get',
    path: '/process-definitions',
    summary: 'Deployed versions of processes',
    access: 'signedIn',
    query: definitionQuery,
    answer: json(listOf(definition)),
    async handle({ services, query }) {
      const rows = await services.queries.definitions({ latest: query.latest, processId: query.processId ?? null, startable: false });
      return { items: rows.map(present), nextCursor: null };
    },
  }),
  defineRoute({
    method: 'get',
    path: '/process-definitions/:id',
    summary: 'One version of a process',
    access: 'signedIn',
    params: definitionParams,
    answer: json(definitionDetail),
    refusals,
    async handle({ services, params }) {
      const row = (await services.queries.definition(params.id)) ?? notFound('process definition', params.id);
      return { ...present(row), startFormId: row.startFormId };
    },
  }),
  defineRoute({
    method: 'get',
    path: '/process-definitions/:id/xml',
    summary: 'The diagram as it was deployed',
    access: 'signedIn',
    params: definitionParams,
    answer: raw('text/xml'),
    refusals,
    async handle({ services, params, response }) {
      const xml = (await services.queries.definitionXml(params.id)) ?? notFound('process definition', params.id);
      // A deployed version never changes, so the browser may keep it.
      response.type('text/xml').set('Cache-Control', 'private, max-age=31536000, immutable').send(xml);
    },
  }),
  defineRoute({
    method: 'get',
    path: '/process-definitions/:id/statistics',
    summary: 'How often and how long each element ran',
    access: OVERSEERS,
    params: definitionParams,
    answer: json(statistics),
    refusals,
    async handle({ services, params }) {
      if ((await services.queries.definition(params.id)) === null) notFound('process definition', params.id);
      return services.queries.statistics(params.id);
    },
  }),
  defineRoute({
    method: 'get',
    path: '/process-definitions/:id/start-form',
    summary: 'The form shown before a start',
    access: 'signedIn',
    params: definitionParams,
    answer: json(formAnswer),
    refusals,
    async handle({ services, params }) {
      const row = (await services.queries.definition(params.id)) ?? notFound('process definition', params.id);
      return { form: row.startFormId === null ? null : await services.queries.form(params.id, row.startFormId) };
    },
  }),
  defineRoute({
    method: 'get',
    path: '/process-definitions/:id/forms/:formId',
    summary: 'A form of the process',
    access: 'signedIn',
    params: formParams,
    answer: json(formAnswer),
    refusals,
    async handle({ services, params }) {
      return { form: (await services.queries.form(params.id, params.formId)) ?? notFound('form', params.formId) };
    },
  }),
];

function present(row: DefinitionRow) {
  const { id, processId, version, versionTag, deployedAt, deployedBy, note, active, incidents } = row;
  return { id, processId, name: row.name, version, versionTag, deployedAt, deployedBy, note, active, incidents };
}

function startable(row: DefinitionRow) {
  const { processId, documentation, version, id, startFormId } = row;
  return { processId, name: row.name, documentation, version, definitionId: id, startFormId };
}
