import { z } from 'zod';
import type { JsonValue } from '../../../engine/model/index.ts';
import { BusinessError, defineOutsideOperation, OutsideError, type OutsideContext } from '../../../engine/port/module-contract.ts';
import { DestinationRefused, readAllowList } from '../http/allow-list.ts';
import { contentOf } from '../http/answer-content.ts';
import { readExpectedStatus } from '../http/expected-status.ts';
import { isTransient, retryAfterMs } from '../http/retry.ts';
import { resolveHost, send, type IncomingAnswer, type OutgoingRequest, type ResolveHost } from '../http/send.ts';
import { Secrets } from '../secret/secrets.ts';
import { unknownSecrets } from '../secret/unknown-secrets.ts';

/** Time for a request with all its redirects, in milliseconds. */
const DEFAULT_TIMEOUT_MS = 20_000;
const MAX_TIMEOUT_MS = 120_000;
const MAX_HEADERS = 100;
const MAX_TEXT = 10_000;
/** Set by the connection itself. */
const OWN_HEADERS = /^(?:host|content-length|transfer-encoding|connection|keep-alive|upgrade|expect|te|trailer|proxy-.*)$/i;

const input = z.object({
  method: z.enum(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE']).default('GET'),
  url: z.string().min(1).max(MAX_TEXT).describe('Address without secrets; https://api.example.com/orders'),
  headers: z
    .record(z.string().regex(/^[\w!#$%&'*+.^`|~-]{1,200}$/), z.string().max(MAX_TEXT))
    .refine((headers) => Object.keys(headers).length <= MAX_HEADERS, `Expected at most ${MAX_HEADERS} headers`)
    .refine((headers) => !Object.keys(headers).some((name) => OWN_HEADERS.test(name)), 'Expected no header that the connection sets itself')
    .nullish()
    .describe('{"Authorization": "Bearer {{secrets.NAME}}"}'),
  query: z
    .record(z.string().max(MAX_TEXT), z.union([z.string().max(MAX_TEXT), z.number(), z.boolean()]))
    .nullish()
    .describe('Parameters added to the address'),
  body: z.unknown().optional().describe('A text as it is, anything else as JSON'),
  timeoutMs: z
    .number()
    .int()
    .min(1)
    .max(MAX_TIMEOUT_MS)
    .nullish()
    .describe(`Milliseconds for the whole call, ${DEFAULT_TIMEOUT_MS} by default`),
  expectedStatus: z.string().max(200).nullish().describe('2xx by default; 200-204, 404'),
});
type Input = z.output<typeof input>;

const output = z.object({
  status: z.number().int(),
  headers: z.record(z.string(), z.string()),
  body: z.unknown(),
  isBase64: z.boolean(),
});

/**
 * `connectors.http.request`: calls an HTTP API, at least once and always with the same `Idempotency-Key`. Transient answers (408, 425, 429,
 * most 5xx) are tried again while the task has attempts; then, and for every other unexpected status, it is a BPMN error. A destination
 * that may not be reached is an incident at once. `resolve` looks names up.
 */
export function createHttpRequest(resolve: ResolveHost = resolveHost) {
  return defineOutsideOperation({
    topic: 'connectors.http.request',
    title: { en: 'HTTP request', es: 'Petición HTTP', cs: 'HTTP požadavek', ru: 'HTTP-запрос', ka: 'HTTP მოთხოვნა' },
    description: {
      en: 'Calls an HTTP API after the step has been committed, at least once, with an idempotency key. Secrets are named as {{secrets.NAME}} in headers, query and body.',
      es: 'Llama a una API HTTP después de confirmar el paso, al menos una vez, con una clave de idempotencia. Los secretos se nombran como {{secrets.NAME}} en cabeceras, parámetros y cuerpo.',
      cs: 'Zavolá HTTP API po potvrzení kroku, nejméně jednou, s klíčem idempotence. Tajné údaje se v hlavičkách, parametrech a těle jmenují {{secrets.NAME}}.',
      ru: 'Вызывает HTTP API после фиксации шага, не менее одного раза, с ключом идемпотентности. Секреты называются {{secrets.NAME}} в заголовках, параметрах и теле.',
      ka: 'იძახებს HTTP API-ს ნაბიჯის დადასტურების შემდეგ, სულ მცირე ერთხელ, იდემპოტენტობის გასაღებით. საიდუმლოებები სათაურებში, პარამეტრებსა და ტექსტში იწერება ასე: {{secrets.NAME}}.',
    },
    icon: 'world-upload',
    input,
    output,
    errors: [
      {
        code: 'HTTP_3XX',
        title: {
          en: 'Unexpected redirect',
          es: 'Redirección inesperada',
          cs: 'Nečekané přesměrování',
          ru: 'Неожиданное перенаправление',
          ka: 'მოულოდნელი გადამისამართება',
        },
      },
      {
        code: 'HTTP_4XX',
        title: {
          en: 'Request refused (4xx)',
          es: 'Petición rechazada (4xx)',
          cs: 'Požadavek odmítnut (4xx)',
          ru: 'Запрос отклонён (4xx)',
          ka: 'მოთხოვნა უარყოფილია (4xx)',
        },
      },
      {
        code: 'HTTP_5XX',
        title: {
          en: 'Server failed (5xx)',
          es: 'Fallo del servidor (5xx)',
          cs: 'Chyba serveru (5xx)',
          ru: 'Сбой сервера (5xx)',
          ka: 'სერვერის შეცდომა (5xx)',
        },
      },
      {
        code: 'HTTP_UNEXPECTED',
        title: {
          en: 'Unexpected status',
          es: 'Estado inesperado',
          cs: 'Nečekaný stav',
          ru: 'Неожиданный статус',
          ka: 'მოულოდნელი სტატუსი',
        },
      },
    ],
    lacks: (written, { secretsDirectory }) => unknownSecrets(secretsDirectory, written),
    run: (context, request) => perform(context, request, resolve),
  });
}

async function perform(context: OutsideContext, request: Input, resolve: ResolveHost): Promise<z.input<typeof output>> {
  const expects = readExpectedStatus(request.expectedStatus ?? '2xx');
  if (expects === null)
    throw new OutsideError(`Expected status codes such as 2xx, 200-204 or 404, but found "${request.expectedStatus}".`, { isFinal: true });
  const secrets = await Secrets.read(context.settings.secretsDirectory, context.written);
  const answer = await sendMasked(context, outgoing(request, secrets, context.idempotencyKey), resolve, secrets, request.timeoutMs);
  const { body, isBase64 } = contentOf(answer);
  const result = { status: answer.status, headers: headersOf(answer, secrets), body: secrets.maskAll(body), isBase64 };
  if (expects(answer.status)) return result;
  const message = `Expected a status of ${request.expectedStatus ?? '2xx'} from ${request.method} ${hostOf(request.url)}, but found ${answer.status}.`;
  if (isTransient(answer.status) && !context.isLastAttempt)
    throw new OutsideError(message, { retryAfterMs: retryAfterMs(answer.headers['retry-after'], Date.now()) });
  throw new BusinessError(errorCode(answer.status), message, { httpError: { status: answer.status, body: result.body } });
}

async function sendMasked(
  { signal, settings }: OutsideContext,
  request: OutgoingRequest,
  resolve: ResolveHost,
  secrets: Secrets,
  timeoutMs: number | null | undefined,
): Promise<IncomingAnswer> {
  const limitMs = timeoutMs ?? DEFAULT_TIMEOUT_MS;
  const timeout = AbortSignal.timeout(limitMs);
  try {
    return await send(request, { allow: readAllowList(settings.httpAllow), resolve, signal: AbortSignal.any([signal, timeout]) });
  } catch (error) {
    // No cause: it might hold the request with its secrets.
    if (timeout.aborted) throw new OutsideError(`Expected an answer of ${request.url.host} within ${limitMs} ms, but there was none.`);
    const message = secrets.mask(error instanceof Error ? error.message : String(error));
    throw new OutsideError(message, { isFinal: error instanceof DestinationRefused });
  }
}

function outgoing(request: Input, secrets: Secrets, idempotencyKey: string): OutgoingRequest {
  const headers: Record<string, string> = { 'idempotency-key': idempotencyKey };
  const confidential = new Set<string>();
  const body = bodyOf(request.body, secrets);
  if (body !== null) headers['content-type'] = typeof request.body === 'string' ? 'text/plain; charset=utf-8' : 'application/json';
  for (const [name, value] of Object.entries(request.headers ?? {})) {
    headers[name.toLowerCase()] = secrets.fill(value);
    if (secrets.isIn(value)) confidential.add(name.toLowerCase());
  }
  return { method: request.method, url: urlOf(request, secrets), headers, body, confidential };
}

function urlOf({ url, query }: Input, secrets: Secrets): URL {
  if (!URL.canParse(url)) throw new OutsideError('Expected an absolute URL, but found another text.', { isFinal: true });
  const address = new URL(url);
  for (const [name, value] of Object.entries(query ?? {})) address.searchParams.append(name, secrets.fill(String(value)));
  return address;
}

function bodyOf(body: unknown, secrets: Secrets): string | null {
  if (body === undefined || body === null) return null;
  // Variables of a process are JSON.
  const filled = secrets.fillAll(body as JsonValue);
  return typeof filled === 'string' ? filled : JSON.stringify(filled);
}

function headersOf({ headers }: IncomingAnswer, secrets: Secrets): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, secrets.mask(value)]));
}

function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : '';
}

function errorCode(status: number): string {
  return status >= 300 && status < 600 ? `HTTP_${Math.trunc(status / 100)}XX` : 'HTTP_UNEXPECTED';
}
