import express, { Router, type Request } from 'express';
import { rateLimit } from 'express-rate-limit';
import { EngineError } from '../../../engine/port/engine.ts';
import { HttpProblem } from '../../../engine/port/http-problem.ts';
import type { Actor } from '../../../engine/port/module-contract.ts';
import type { ModuleServices } from '../../../engine/port/module.ts';
import { checkProof } from '../webhook/proof.ts';
import { harmlessHeaders, mapCall, readBody, type CallData } from '../webhook/read-call.ts';
import { findWebhook, recordDelivery } from '../webhook/webhook-store.ts';
import type { Delivery, StoredWebhook } from '../webhook/webhook.ts';

/** Where others call. */
export const HOOKS_PATH = '/hooks';
/** Largest body, in bytes. */
const MAX_BODY_BYTES = 262_144;
/** Calls per minute of one address. */
const CALLS_PER_MINUTE = 600;
const MAX_DELIVERY_ID = 200;
const MAX_MESSAGE = 2_000;

/** What the engine did with a call. */
type Result = Pick<Delivery, 'processInstanceId'> & { readonly outcome: 'started' | 'correlated' | 'collected' | 'buffered' };

/**
 * `POST /hooks/<id>`: for everybody who proves that he knows the webhook's secret. The same delivery is done once: its id is the id of the
 * engine's command. Refused and failed calls are kept, too, for the page.
 */
export function hookRoutes(services: ModuleServices): Router {
  const router = Router({ caseSensitive: true });
  const limit = rateLimit({
    windowMs: 60_000,
    limit: CALLS_PER_MINUTE,
    standardHeaders: 'draft-8',
    legacyHeaders: false,
    validate: { xForwardedForHeader: false },
    handler: () => {
      throw new HttpProblem(429, 'TOO_MANY_CALLS', `Expected at most ${CALLS_PER_MINUTE} calls a minute, but there are more.`);
    },
  });
  router.post('/:id', limit, express.raw({ type: () => true, limit: MAX_BODY_BYTES }), async (request, response) => {
    const webhook = await findWebhook(services, String(request.params['id']));
    if (webhook === null || !webhook.isActive) throw new HttpProblem(404, 'NOT_FOUND', 'Expected a webhook, but there is none here.');
    const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
    const deliveryId = await proven(services, webhook, request, body);
    try {
      const result = await deliver(services, webhook, request, body, deliveryId);
      await recordDelivery(services, webhook.id, { deliveryId, message: null, bodyBytes: body.byteLength, ...result });
      response.status(202).json({ result: result.outcome, processInstanceId: result.processInstanceId });
    } catch (error) {
      await record(services, webhook, 'failed', deliveryId, error instanceof Error ? error.message : String(error), body);
      throw error;
    }
  });
  return router;
}

async function proven(services: ModuleServices, webhook: StoredWebhook, request: Request, body: Buffer): Promise<string | null> {
  const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, value?.toString()]));
  const proof = checkProof(webhook.proof, webhook.secret, { headers, body }, Date.now());
  if (proof.kind === 'proven' && (proof.deliveryId?.length ?? 0) <= MAX_DELIVERY_ID) return proof.deliveryId;
  const message = proof.kind === 'refused' ? proof.message : `Expected a delivery id of at most ${MAX_DELIVERY_ID} characters.`;
  await record(services, webhook, 'refused', null, message, body);
  throw new HttpProblem(401, 'PROOF_REFUSED', message);
}

function record(
  services: ModuleServices,
  webhook: StoredWebhook,
  outcome: 'refused' | 'failed',
  deliveryId: string | null,
  message: string,
  body: Buffer,
): Promise<void> {
  return recordDelivery(services, webhook.id, {
    deliveryId,
    outcome,
    message: message.slice(0, MAX_MESSAGE),
    processInstanceId: null,
    bodyBytes: body.byteLength,
  });
}

async function deliver(
  services: ModuleServices,
  webhook: StoredWebhook,
  request: Request,
  bytes: Buffer,
  deliveryId: string | null,
): Promise<Result> {
  const query = Object.fromEntries(Object.entries(request.query).map(([name, value]) => [name, String(value)]));
  const call: CallData = { body: readBody(bytes), query, headers: harmlessHeaders(request.headers), deliveryId };
  const { variables, correlationKey } = await mapCall(services, webhook, call);
  const actor: Actor = { kind: 'token', id: `webhook:${webhook.id}`, name: webhook.name, roles: [], groups: [] };
  const key = deliveryId === null ? undefined : `hook:${webhook.id}:${deliveryId}`;
  try {
    if (webhook.target === 'process') {
      const started = { processId: webhook.targetName, variables, ...(key === undefined ? {} : { commandId: key }) };
      const { instanceId } = await services.engine.startProcess(started, actor);
      return { outcome: 'started', processInstanceId: instanceId };
    }
    const message = {
      name: webhook.targetName,
      variables,
      ...(correlationKey === null ? {} : { correlationKey }),
      ...(key === undefined ? {} : { messageId: key }),
    };
    const { result, step } = await services.engine.correlateMessage(message, actor);
    return { outcome: result, processInstanceId: step?.instanceId ?? null };
  } catch (error) {
    throw error instanceof EngineError && error.code === 'IDEMPOTENCY_KEY_REUSED'
      ? new HttpProblem(409, 'DELIVERY_ID_REUSED', 'Expected the same call as before under this delivery id, but it differs.')
      : error;
  }
}
