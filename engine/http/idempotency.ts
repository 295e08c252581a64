import { AsyncLocalStorage } from 'node:async_hooks';
import { createCipheriv, createDecipheriv, createHash, createHmac, hkdfSync, randomBytes } from 'node:crypto';
import type { RequestHandler, Response } from 'express';
import { z } from 'zod';
import { HttpProblem } from '../port/http-problem.ts';
import type { Actor } from '../port/module-contract.ts';
import type { ClaimedRequest, KnownRequest, RequestLog } from '../port/request-log.ts';
import { assertSafeJson, parseInput } from './input.ts';

/** Longest idempotency key. */
export const MAX_IDEMPOTENCY_KEY_LENGTH = 128;
/** Longest that one request is worked on, in milliseconds; after it the same request may be tried again. */
export const REQUEST_LEASE_MS = 120_000;
/** What a client is told to wait at most before it asks again for a request that is under way, in seconds. */
const MAX_RETRY_AFTER_SECONDS = 5;

const idempotencyKey = z
  .string()
  .regex(/^[\x21-\x7e]+$/u)
  .max(MAX_IDEMPOTENCY_KEY_LENGTH);

/**
 * How a write that is sent twice under one `Idempotency-Key` is done once:
 * - `command`: the handler gives the key to the engine, which keeps the answer in the transaction of the command;
 * - `stored`: the key is claimed before and the answer kept after; a transaction of the request marks the claim, so that a crash between is
 *   repeated when nothing was committed, and told as OUTCOME_UNKNOWN when something may have been;
 * - `repeatable`: like `stored`, and doing it again after a crash changes nothing more;
 * - `unchanged`: nothing that could be doubled; the key is not looked at.
 */
export type Once = 'command' | 'stored' | 'repeatable' | 'unchanged';

/** The id of a command, unique per actor; undefined without the header. */
export function commandIdOf(actor: Actor, header: string | undefined): string | undefined {
  return header === undefined ? undefined : `${actor.id}:${String(parseInput(idempotencyKey, header))}`;
}

const scope = new AsyncLocalStorage<ClaimedRequest>();

/** The claimed request on whose behalf the caller runs; null outside of one. Its transaction has to mark it. */
export function claimedRequest(): ClaimedRequest | null {
  return scope.getStore() ?? null;
}

/** Answers a repeated request as the first time, and keeps the answer of a new one before it is sent. */
export function doOnce(once: Once, requests: RequestLog): RequestHandler {
  return async (request, response, next) => {
    const header = request.get('Idempotency-Key');
    // Written by `admit`, which runs before on every route.
    const { actor } = response.locals as { readonly actor: Actor };
    const commandId = commandIdOf(actor, header);
    if (header === undefined || commandId === undefined || once === 'command' || once === 'unchanged') {
      next();
      return;
    }
    assertSafeJson(request.body);
    const seal = sealOf(header, actor.id);
    const id = createHash('sha256').update(commandId).digest('hex');
    const hash = seal.digest(JSON.stringify([request.method, request.originalUrl, request.body ?? null]));
    const known = await requests.begin({ id, hash, commandId, leaseMs: REQUEST_LEASE_MS });
    if (known.kind === 'usedByCommand' || (known.kind !== 'claimed' && known.hash !== hash)) throw reused();
    if (known.kind === 'answered') {
      replay(response, known.status, seal.open(known.answer));
      return;
    }
    const claim = await claimOf(known, id, once, requests);
    keepAnswer(response, claim, seal, requests);
    scope.run(claim, next);
  };
}

async function claimOf(
  known: Exclude<KnownRequest, { kind: 'answered' }>,
  id: string,
  once: Once,
  requests: RequestLog,
): Promise<ClaimedRequest> {
  switch (known.kind) {
    case 'claimed':
      return { id, epoch: known.epoch };
    case 'running':
      throw inProgress(known.retryAfterMs);
    case 'abandoned': {
      if (known.committed || once === 'stored') throw outcomeUnknown(known.committed);
      const claim = await requests.takeOver({ id, epoch: known.epoch }, REQUEST_LEASE_MS);
      if (claim === null) throw inProgress(REQUEST_LEASE_MS);
      return claim;
    }
  }
}

const reused = (): HttpProblem =>
  new HttpProblem(422, 'IDEMPOTENCY_KEY_REUSED', 'Expected the same request as before under this idempotency key, but it differs.');

const outcomeUnknown = (committed: boolean): HttpProblem =>
  new HttpProblem(
    409,
    'OUTCOME_UNKNOWN',
    committed
      ? 'Expected to have the answer of this request, but the server died after it was done. Look at the result, do not send it again.'
      : 'Expected to know whether this request was done, but the server died while it was. Look whether it was; if not, send it under a new key.',
    { members: { committed } },
  );

function inProgress(leftMs: number): HttpProblem {
  const retryAfterSeconds = Math.min(MAX_RETRY_AFTER_SECONDS, Math.ceil(leftMs / 1_000));
  return new HttpProblem(409, 'REQUEST_IN_PROGRESS', 'Expected the same request to have ended, but it is still being worked on.', {
    members: { retryAfterSeconds },
  });
}

/** What of an answer is kept: its body and where it lies. */
interface KeptAnswer {
  readonly body: unknown;
  readonly location: string | null;
}

function replay(response: Response, status: number, text: string): void {
  const { body, location } = JSON.parse(text) as KeptAnswer; // Written by `keepAnswer`.
  if (location !== null) response.location(location);
  response.set('Idempotent-Replayed', 'true').status(status);
  if (body === null) response.end();
  else response.set('Cache-Control', 'no-store').json(body);
}

/** Keeps an answer that says the request was done, and forgets the claim of one that was refused. */
function keepAnswer(response: Response, claim: ClaimedRequest, seal: Seal, requests: RequestLog): void {
  let isKept = false;
  const keep = async (body: unknown): Promise<void> => {
    isKept = true;
    // A refusal has changed nothing; after a failure inside nobody knows.
    if (response.statusCode >= 500) return requests.abandon(claim);
    if (response.statusCode >= 400) return requests.release(claim);
    const answer: KeptAnswer = { body, location: response.get('Location') ?? null };
    await requests.answer(claim, response.statusCode, seal.close(JSON.stringify(answer)));
  };
  const later = (body: unknown, send: () => void): void => {
    // An answer that cannot be kept is sent all the same: what it tells is done. A repeated request then finds the claim.
    keep(body).then(send, send);
  };
  const { json, send, end } = response;
  response.json = (body: unknown) => {
    if (isKept) return json.call(response, body);
    later(body, () => json.call(response, body));
    return response;
  };
  response.send = (body: unknown) => {
    if (isKept) return send.call(response, body);
    later(body, () => send.call(response, body));
    return response;
  };
  response.end = ((...args: unknown[]) => {
    const finish = (): unknown => Reflect.apply(end, response, args);
    if (isKept) return finish();
    later(null, finish);
    return response;
  }) as Response['end'];
}

/** Closes what a key protects: the table holds neither the texts of requests nor answers that are shown once. */
interface Seal {
  digest(text: string): string;
  close(text: string): Buffer;
  open(sealed: Buffer): string;
}

const CIPHER = 'aes-256-gcm';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

function sealOf(key: string, actorId: string): Seal {
  const secret = Buffer.from(hkdfSync('sha256', key, actorId, 'lanework request log', 32));
  return {
    digest: (text) => createHmac('sha256', secret).update(text).digest('hex'),
    close(text) {
      const nonce = randomBytes(NONCE_BYTES);
      const cipher = createCipheriv(CIPHER, secret, nonce);
      const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
      return Buffer.concat([nonce, cipher.getAuthTag(), sealed]);
    },
    open(sealed) {
      const decipher = createDecipheriv(CIPHER, secret, sealed.subarray(0, NONCE_BYTES));
      decipher.setAuthTag(sealed.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES));
      return Buffer.concat([decipher.update(sealed.subarray(NONCE_BYTES + TAG_BYTES)), decipher.final()]).toString('utf8');
    },
  };
}
