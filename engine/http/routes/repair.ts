import { notFound } from '../not-found.ts';
import { presentOutcome } from '../present-outcome.ts';
import { SUPERVISORS, viewerOf } from '../rights.ts';
import { defineRoute, json } from '../route.ts';
import { idParams } from '../schema/common.ts';
import {
  batchAnswer,
  instructionsOf,
  migrateBody,
  migrationPreview,
  migrationsBody,
  modificationPreview,
  modifyBody,
  tokens,
} from '../schema/repair.ts';
import { outcome } from '../schema/work.ts';

const changeRefusals = { NOT_FOUND: 404, WRONG_STATUS: 409 };
const modifyRefusals = { ...changeRefusals, MODIFICATION_REFUSED: 422 };
const migrateRefusals = { ...changeRefusals, MIGRATION_REFUSED: 422, SAME_DEFINITION: 422, DEFINITION_NOT_FOUND: 404 };

/** Changing running instances by hand: where their tokens are, and which version they run on. */
export const repairRoutes = [
  defineRoute({
    method: 'get',
    path: '/process-instances/:id/tokens',
    summary: 'Where the tokens are now: active element instances with their scopes, and tokens that rest before joins',
    access: SUPERVISORS,
    params: idParams,
    answer: json(tokens),
    refusals: { NOT_FOUND: 404 },
    async handle({ services, actor, params }) {
      const visible = await services.queries.instance(viewerOf(actor), params.id);
      return (visible === null ? null : await services.queries.tokens(params.id)) ?? notFound('process instance', params.id);
    },
  }),
  defineRoute({
    method: 'post',
    path: '/process-instances/:id/modify',
    once: 'command',
    summary: 'Add, move and cancel tokens, all instructions as one step',
    access: SUPERVISORS,
    params: idParams,
    body: modifyBody,
    answer: json(outcome),
    refusals: modifyRefusals,
    async handle({ services, actor, params, body, commandId }) {
      return presentOutcome(await services.engine.modifyInstance(params.id, instructionsOf(body), actor, commandId), actor, services);
    },
  }),
  defineRoute({
    method: 'post',
    path: '/process-instances/:id/modify/preview',
    once: 'unchanged',
    summary: 'What a modification would do, with everything that is wrong with it',
    access: SUPERVISORS,
    params: idParams,
    body: modifyBody,
    answer: json(modificationPreview),
    refusals: changeRefusals,
    handle: ({ services, actor, params, body }) => services.engine.previewModification(params.id, instructionsOf(body), actor),
  }),
  defineRoute({
    method: 'post',
    path: '/process-instances/:id/migrate',
    once: 'command',
    summary: 'Let an instance go on with another version of its process',
    access: SUPERVISORS,
    params: idParams,
    body: migrateBody,
    answer: json(outcome),
    refusals: migrateRefusals,
    async handle({ services, actor, params, body, commandId }) {
      return presentOutcome(await services.engine.migrateInstance(params.id, body, actor, commandId), actor, services);
    },
  }),
  defineRoute({
    method: 'post',
    path: '/process-instances/:id/migrate/preview',
    once: 'unchanged',
    summary: 'What a migration would do to each part of an instance, with everything that is wrong with it',
    access: SUPERVISORS,
    params: idParams,
    body: migrateBody,
    answer: json(migrationPreview),
    refusals: migrateRefusals,
    handle: ({ services, actor, params, body }) => services.engine.previewMigration(params.id, body, actor),
  }),
  defineRoute({
    method: 'post',
    path: '/migrations',
    once: 'command',
    summary: 'Migrate several instances, each by itself: one that is refused does not stop the others',
    access: SUPERVISORS,
    body: migrationsBody,
    answer: json(batchAnswer),
    async handle({ services, actor, body: { instanceIds, ...request }, commandId }) {
      return { results: await services.engine.migrateInstances(instanceIds, request, actor, commandId) };
    },
  }),
  defineRoute({
    method: 'post',
    path: '/migrations/preview',
    once: 'unchanged',
    summary: 'Which of several instances could be migrated, and why the others could not',
    access: SUPERVISORS,
    body: migrationsBody,
    answer: json(batchAnswer),
    async handle({ services, actor, body: { instanceIds, ...request } }) {
      return { results: await services.engine.previewMigrations(instanceIds, request, actor) };
    },
  }),
];
