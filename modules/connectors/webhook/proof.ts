import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

/** How a caller proves who he is: he signs each call, or he knows a token. */
export type ProofKind = 'signature' | 'token';

/** Difference between the clocks of sender and server, in seconds; an older signature may be somebody's recording. */
export const TIMESTAMP_TOLERANCE_S = 300;
const SECRET_BYTES = 32;
const SIGNING_PREFIX = 'whsec_';

/** A new secret, as it is shown once, and as it is kept. */
export function createSecret(kind: ProofKind): { readonly shown: string; readonly kept: string } {
  const bytes = randomBytes(SECRET_BYTES);
  if (kind === 'token') {
    const shown = bytes.toString('base64url');
    return { shown, kept: hashOf(shown).toString('hex') };
  }
  const shown = `${SIGNING_PREFIX}${bytes.toString('base64')}`;
  return { shown, kept: shown };
}

/** A call as it came in; header names in lower case. */
export interface Call {
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: Buffer;
}

/**
 * The delivery id of a call that proves who sent it, null when it has none; else what is missing. Signatures are those of Standard
 * Webhooks: `webhook-id`, `webhook-timestamp` and `webhook-signature` with HMAC-SHA256 over `<id>.<timestamp>.<body>`. A token comes as
 * `Authorization: Bearer`, its delivery id as `webhook-id` or `Idempotency-Key`.
 */
export function checkProof(
  kind: ProofKind,
  kept: string,
  call: Call,
  nowMs: number,
): { readonly kind: 'proven'; readonly deliveryId: string | null } | { readonly kind: 'refused'; readonly message: string } {
  return kind === 'signature' ? checkSignature(kept, call, nowMs) : checkToken(kept, call);
}

function checkSignature(kept: string, { headers, body }: Call, nowMs: number): ReturnType<typeof checkProof> {
  const { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': signatures } = headers;
  if (id === undefined || timestamp === undefined || signatures === undefined)
    return refused('Expected the headers webhook-id, webhook-timestamp and webhook-signature, but one is missing.');
  if (!/^\d{1,12}$/.test(timestamp) || Math.abs(nowMs / 1_000 - Number(timestamp)) > TIMESTAMP_TOLERANCE_S)
    return refused(`Expected a timestamp within ${TIMESTAMP_TOLERANCE_S} seconds of the server's clock, but it is not.`);
  const signature = sign(kept, id, timestamp, body);
  const isSigned = signatures
    .split(' ')
    .slice(0, MAX_SIGNATURES)
    .map((each) => each.split(','))
    .filter(([version]) => version === 'v1')
    .some(([, value = '']) => isSame(value, signature));
  return isSigned
    ? { kind: 'proven', deliveryId: id }
    : refused('Expected a signature made with the secret of this webhook, but found another.');
}

/** Signatures of one call: senders that change their secret send two. */
const MAX_SIGNATURES = 5;

function checkToken(kept: string, { headers }: Call): ReturnType<typeof checkProof> {
  const token = /^Bearer (?<token>\S+)$/i.exec(headers['authorization'] ?? '')?.groups?.['token'] ?? '';
  if (!isSame(hashOf(token).toString('hex'), kept)) return refused('Expected the token of this webhook, but found another or none.');
  return { kind: 'proven', deliveryId: headers['webhook-id'] ?? headers['idempotency-key'] ?? null };
}

/** The signature of a call, base64. */
export function sign(secret: string, id: string, timestamp: string, body: Buffer): string {
  const key = Buffer.from(secret.slice(SIGNING_PREFIX.length), 'base64');
  return createHmac('sha256', key).update(`${id}.${timestamp}.`).update(body).digest('base64');
}

const refused = (message: string) => ({ kind: 'refused', message }) as const;

const hashOf = (text: string): Buffer => createHash('sha256').update(text).digest();

/** In the same time, whatever the texts are: their hashes have one length and tell nothing. */
function isSame(left: string, right: string): boolean {
  return timingSafeEqual(hashOf(left), hashOf(right));
}
