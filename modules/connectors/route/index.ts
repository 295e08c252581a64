import { Router } from 'express';
import { z } from 'zod';
import { HttpProblem } from '../../../engine/port/http-problem.ts';
import type { JsonValue } from '../../../engine/model/index.ts';
import {
  BusinessError,
  OutsideError,
  type Actor,
  type OutsideOperation,
  type OutsideSettings,
} from '../../../engine/port/module-contract.ts';
import type { ModuleServices } from '../../../engine/port/module.ts';
import { secretNames } from '../secret/secrets.ts';
import { mapCall } from '../webhook/read-call.ts';
import {
  changeWebhook,
  createWebhook,
  findWebhook,
  listDeliveries,
  listWebhooks,
  MAX_WEBHOOKS,
  removeWebhook,
  renewSecret,
} from '../webhook/webhook-store.ts';
import { webhookSettings, type StoredWebhook } from '../webhook/webhook.ts';
import { expectKeeper, parse } from './keeper.ts';
import { addMailRoutes } from './mail.ts';

const NOWHERE: OutsideSettings = { httpAllow: [], secretsDirectory: null };

const sample = z.strictObject({
  ...webhookSettings.unwrap().pick({ target: true, correlationKey: true, variables: true }).shape,
  body: z.unknown(),
});

/** Routes of the page: webhooks with their deliveries, where requests may go, a request to try, and mail. */
export function connectorRoutes(services: ModuleServices, httpRequest: OutsideOperation): Router {
  const router = Router({ caseSensitive: true });

  router.get('/webhooks', async (_request, response) => {
    expectKeeper(response);
    response.json({ items: await listWebhooks(services), nextCursor: null });
  });
  router.post('/webhooks', async (request, response) => {
    const actor = expectKeeper(response);
    const made = await createWebhook(services, parse(webhookSettings, request.body), actor);
    if (made === null) throw new HttpProblem(409, 'TOO_MANY_WEBHOOKS', `Expected at most ${MAX_WEBHOOKS} webhooks, but this is one more.`);
    response.status(201).json(made);
  });
  router.put('/webhooks/:id', async (request, response) => {
    const actor = expectKeeper(response);
    const settings = parse(webhookSettings, request.body);
    const webhook = await expectWebhook(services, request.params.id);
    if (webhook.proof !== settings.proof)
      throw new HttpProblem(422, 'VALIDATION_FAILED', 'Expected the way of proof as it was made, but it differs: make another webhook.');
    await changeWebhook(services, webhook.id, settings, actor);
    response.status(204).end();
  });
  router.delete('/webhooks/:id', async (request, response) => {
    const actor = expectKeeper(response);
    await removeWebhook(services, (await expectWebhook(services, request.params.id)).id, actor);
    response.status(204).end();
  });
  router.post('/webhooks/:id/secret', async (request, response) => {
    const actor = expectKeeper(response);
    response.json({ secret: await renewSecret(services, await expectWebhook(services, request.params.id), actor) });
  });
  router.get('/webhooks/:id/deliveries', async (request, response) => {
    expectKeeper(response);
    const { id } = await expectWebhook(services, request.params.id);
    response.json({ items: await listDeliveries(services, id), nextCursor: null });
  });
  router.post('/webhooks/try', async (request, response) => {
    expectKeeper(response);
    const { body, ...settings } = parse(sample, request.body);
    // Parsed by express as JSON.
    response.json(await mapCall(services, settings, { body: body as JsonValue, query: {}, headers: {}, deliveryId: null }));
  });

  router.get('/settings', async (_request, response) => {
    expectKeeper(response);
    const { httpAllow, secretsDirectory } = services.outside ?? NOWHERE;
    response.json({ httpAllow, secrets: secretsDirectory === null ? null : await secretNames(secretsDirectory) });
  });
  router.post('/requests/try', async (request, response) => {
    const actor = expectKeeper(response);
    response.json(await tryRequest(services, httpRequest, request.body, actor));
  });
  addMailRoutes(router, services);
  return router;
}

/** Sends a request as a diagram would, once. What goes wrong is the answer, not a failure of the page. */
async function tryRequest(services: ModuleServices, httpRequest: OutsideOperation, body: unknown, actor: Actor): Promise<object> {
  const input = parse(httpRequest.input, body);
  const context = {
    idempotencyKey: `try:${actor.id}:${Date.now()}`,
    processInstanceId: '',
    attempt: 1,
    isLastAttempt: true,
    written: [JSON.stringify(body)],
    signal: AbortSignal.timeout(30_000),
    settings: services.outside ?? NOWHERE,
  };
  try {
    return { kind: 'answered', answer: await httpRequest.run(context, input) };
  } catch (error) {
    if (error instanceof BusinessError) return { kind: 'error', code: error.code, message: error.message, answer: error.details };
    if (error instanceof OutsideError) return { kind: 'failed', message: error.message };
    throw error;
  }
}

async function expectWebhook(services: ModuleServices, id: string | undefined): Promise<StoredWebhook> {
  const webhook = id === undefined ? null : await findWebhook(services, id);
  if (webhook === null) throw new HttpProblem(404, 'NOT_FOUND', `Expected a webhook ${id}, but there is none.`);
  return webhook;
}
