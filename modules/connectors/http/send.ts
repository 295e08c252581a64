import { lookup } from 'node:dns/promises';
import { isIP, type LookupFunction } from 'node:net';
import { Agent } from 'undici';
import { checkDestination, DestinationRefused, literalAddress, type AllowList } from './allow-list.ts';

/** Largest answer, its headers, and the chain of redirects. */
export const MAX_ANSWER_BYTES = 1_048_576;
const MAX_HEADER_BYTES = 32_768;
const MAX_REDIRECTS = 5;
const CONNECT_TIMEOUT_MS = 10_000;

const REDIRECTS = new Set([301, 302, 303, 307, 308]);
/** Never sent on to another origin: what they say is meant for the first. */
const FIRST_ORIGIN_ONLY = new Set(['authorization', 'cookie', 'proxy-authorization']);

export interface OutgoingRequest {
  readonly method: string;
  readonly url: URL;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
  /** Names of headers that carry secrets: they go to the first origin alone. */
  readonly confidential: ReadonlySet<string>;
}

export interface IncomingAnswer {
  readonly status: number;
  /** Names in lower case; repeated headers are joined by commas. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/** How names are looked up: every address of a name. Tests put their own in place. */
export type ResolveHost = (host: string) => Promise<readonly string[]>;

/** The system's resolver. */
export const resolveHost: ResolveHost = async (host) => (await lookup(host, { all: true, verbatim: true })).map(({ address }) => address);

export interface SendOptions {
  readonly allow: AllowList;
  readonly resolve: ResolveHost;
  /** Ends the request and all its redirects. */
  readonly signal: AbortSignal;
}

/**
 * Sends a request and follows its redirects. Each destination is looked up once, checked, and connected to by the very address that was
 * checked. Throws DestinationRefused for one that may not be reached, other errors for what went wrong on the way.
 */
export async function send(request: OutgoingRequest, options: SendOptions): Promise<IncomingAnswer> {
  let current = request;
  for (let hop = 0; ; hop += 1) {
    const answer = await sendOnce(current, options);
    const next = REDIRECTS.has(answer.status) ? redirected(current, answer) : null;
    if (next === null) return answer;
    if (hop >= MAX_REDIRECTS) throw new DestinationRefused(`Expected at most ${MAX_REDIRECTS} redirects, but there are more.`);
    current = next;
  }
}

async function sendOnce(request: OutgoingRequest, { allow, resolve, signal }: SendOptions): Promise<IncomingAnswer> {
  const { url } = request;
  if (url.protocol !== 'http:' && url.protocol !== 'https:')
    throw new DestinationRefused(`Expected a URL that begins with http:// or https://, but found ${url.protocol}`);
  if (url.username !== '' || url.password !== '')
    throw new DestinationRefused('Expected a URL without user and password, but it has them.');
  const literal = literalAddress(url);
  const addresses = literal === null ? await resolve(url.hostname) : [literal];
  checkDestination(allow, url, addresses);
  const agent = new Agent({
    connect: { lookup: lookupOf(addresses), timeout: CONNECT_TIMEOUT_MS },
    maxHeaderSize: MAX_HEADER_BYTES,
    connections: 1,
    pipelining: 1,
  });
  try {
    const answer = await agent.request({
      origin: url.origin,
      path: `${url.pathname}${url.search}`,
      method: request.method,
      headers: { ...request.headers },
      body: request.body,
      signal,
    });
    return { status: answer.statusCode, headers: plainHeaders(answer.headers), body: await readBounded(answer.body) };
  } finally {
    await agent.destroy();
  }
}

/** Answers with the addresses that were checked, whatever a name server says by now. */
function lookupOf(addresses: readonly string[]): LookupFunction {
  const found = addresses.map((address) => ({ address, family: isIP(address) }));
  return (_host, options, answer) => {
    const [first] = found;
    if (options.all === true) answer(null, found);
    else answer(null, first?.address ?? '', first?.family ?? 4);
  };
}

async function readBounded(body: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body) {
    size += chunk.byteLength;
    if (size > MAX_ANSWER_BYTES) throw new DestinationRefused(`Expected an answer of at most ${MAX_ANSWER_BYTES} bytes, but it is larger.`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** The request that a redirect asks for; null when it names no place. */
function redirected(request: OutgoingRequest, { status, headers }: IncomingAnswer): OutgoingRequest | null {
  const { location } = headers;
  if (location === undefined) return null;
  if (!URL.canParse(location, request.url)) throw new DestinationRefused('Expected a redirect to a URL, but its Location is none.');
  const url = new URL(location, request.url);
  if (request.url.protocol === 'https:' && url.protocol === 'http:')
    throw new DestinationRefused(`Expected a redirect that stays encrypted, but it leads to ${url.origin}.`);
  const becomesGet = status === 303 || ((status === 301 || status === 302) && request.method === 'POST');
  const isSameOrigin = url.origin === request.url.origin;
  if (!isSameOrigin && !becomesGet && request.body !== null)
    throw new DestinationRefused(`Expected a redirect of a request with a body to stay at its origin, but it leads to ${url.origin}.`);
  const kept = Object.entries(request.headers).filter(
    ([name]) =>
      (isSameOrigin || !(FIRST_ORIGIN_ONLY.has(name) || request.confidential.has(name))) && !(becomesGet && name.startsWith('content-')),
  );
  const next = { ...request, url, headers: Object.fromEntries(kept) };
  return becomesGet ? { ...next, method: request.method === 'HEAD' ? 'HEAD' : 'GET', body: null } : next;
}

function plainHeaders(headers: Readonly<Record<string, string | string[] | undefined>>): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      value === undefined ? [] : [[name.toLowerCase(), typeof value === 'string' ? value : value.join(', ')]],
    ),
  );
}
