import type { JsonObject } from '../../model/index.ts';
import type { DraftWithResources } from '../../port/draft-store.ts';
import type { Resource } from '../../port/engine.ts';
import { HttpProblem } from '../../port/http-problem.ts';
import type { HttpServices } from '../http-services.ts';
import { notFound } from '../not-found.ts';
import { DESIGNERS } from '../rights.ts';
import { created, defineRoute, json, NO_CONTENT } from '../route.ts';
import { listOf } from '../schema/common.ts';
import { draft, draftParams, draftWithResources, newDraftBody, saveDraftBody } from '../schema/definition.ts';

const refusals = { NOT_FOUND: 404 };

/** Diagrams in the making. */
export const draftRoutes = [
  defineRoute({
    method: 'get',
    path: '/drafts',
    summary: 'Drafts, the last changed first',
    access: DESIGNERS,
    answer: json(listOf(draft)),
    handle: async ({ services }) => ({ items: await services.drafts.list(), nextCursor: null }),
  }),
  defineRoute({
    method: 'post',
    path: '/drafts',
    summary: 'Create a draft',
    access: DESIGNERS,
    scope: 'deploy',
    body: newDraftBody,
    answer: created(draftWithResources),
    async handle({ services, actor, body }) {
      const { name, resources } = body;
      const row = await services.drafts.create(
        { name, processId: processIdIn(resources), basedOnDefinitionId: body.basedOnDefinitionId ?? null, resources },
        actor,
      );
      return announce(services, row);
    },
  }),
  defineRoute({
    method: 'get',
    path: '/drafts/:id',
    summary: 'A draft with its files',
    access: DESIGNERS,
    params: draftParams,
    answer: json(draftWithResources),
    refusals,
    handle: async ({ services, params }) => (await services.drafts.get(params.id)) ?? notFound('draft', params.id),
  }),
  defineRoute({
    method: 'put',
    path: '/drafts/:id',
    summary: 'Save a draft over the revision that was read',
    access: DESIGNERS,
    scope: 'deploy',
    params: draftParams,
    body: saveDraftBody,
    answer: json(draftWithResources),
    refusals: { NOT_FOUND: 404, DRAFT_CHANGED: 409 },
    async handle({ services, actor, params, body }) {
      const result = await services.drafts.save(params.id, { ...body, processId: processIdIn(body.resources) }, actor);
      switch (result.kind) {
        case 'notFound':
          return notFound('draft', params.id);
        case 'changed':
          throw draftChanged(body.revision, result.current);
        case 'saved':
          return announce(services, result.draft);
      }
    },
  }),
  defineRoute({
    method: 'delete',
    path: '/drafts/:id',
    summary: 'Throw a draft away',
    access: DESIGNERS,
    scope: 'deploy',
    params: draftParams,
    answer: NO_CONTENT,
    refusals,
    async handle({ services, params }) {
      if (!(await services.drafts.remove(params.id))) notFound('draft', params.id);
      services.changeFeed.publish({ topic: 'draft', id: params.id });
    },
  }),
];

function announce(services: HttpServices, row: DraftWithResources): DraftWithResources {
  services.changeFeed.publish({ topic: 'draft', id: row.id });
  return row;
}

function draftChanged(sentRevision: number, current: DraftWithResources): HttpProblem {
  const resources = current.resources.map(({ name, content }): JsonObject => ({ name, content }));
  const member: JsonObject = { ...current, updatedBy: { ...current.updatedBy }, resources };
  return new HttpProblem(
    409,
    'DRAFT_CHANGED',
    `Expected revision ${current.revision}, but found ${sentRevision}: ${current.updatedBy.name} has saved since.`,
    { members: { current: member } },
  );
}

/** Id of the first process in the first diagram: a label for lists, read without parsing, since a draft need not parse. */
function processIdIn(resources: readonly Resource[]): string | null {
  const diagram = resources.find((resource) => resource.name.endsWith('.bpmn'));
  const match = /<(?:\w{1,30}:)?process\s[^>]{0,1000}?\bid="([^"]{1,200})"/u.exec(diagram?.content ?? '');
  return match?.[1] ?? null;
}
