import { z } from 'zod';
import { MAX_BODY_BYTES, MAX_BODY_DEPTH } from '../../engine/http/input.ts';
import type { Route } from '../../engine/http/route.ts';

/** A request that is wrong on purpose, and what has to be answered. */
export interface BadRequest {
  readonly title: string;
  readonly method: string;
  readonly path: string;
  readonly raw: string | Uint8Array<ArrayBuffer> | null;
  readonly contentType: string;
  /** Code of the refusal; null where any refusal, and for members that may hold anything also success, is right. */
  readonly code: string | null;
}

const ID = '0199aaaa-0000-7000-8000-000000000001';
const JSON_TYPE = 'application/json';

/** What a member is given, one after another. The route's own schema says whether it fits. */
const VALUES: readonly unknown[] = [
  null,
  true,
  0,
  -1,
  1.5,
  1e308,
  '',
  'text',
  'x'.repeat(20_000),
  '../../etc/passwd',
  "'; drop table task; --",
  '=cmd()',
  [],
  [null],
  [[[]]],
  {},
  { constructor: 1 },
  Array.from({ length: 5_000 }, () => 0),
];

/** Parts of an address, percent-encoded; none of them names anything. */
const ADDRESSES = [
  '%00',
  'a%00b',
  '%ED%A0%80',
  '%',
  '%zz',
  'x'.repeat(5_000),
  '..%2F..%2Fetc%2Fpasswd',
  '%27%3B%20drop%20table%20task%3B%20--',
  '-1',
  '99999999999999999999999',
  '__proto__',
  'constructor',
  '%F0%9F%92%A3',
];
const QUERIES = [
  'unknown=1',
  '__proto__=1',
  'limit=abc',
  'limit=0',
  'limit=-5',
  'limit=1e9',
  'limit=1&limit=2',
  'limit[$gt]=1',
  'cursor=garbage',
  'cursor=%00',
  'cursor=eyJ9',
  'sort=constructor',
  'sort=name%3Bdrop',
  'search=%00',
  'search=%ED%A0%80',
  `search=${'x'.repeat(5_000)}`,
  'status=maybe',
  'processInstanceId=1',
];

/** The path with every parameter replaced. */
function addressOf(route: Route, part: string): string {
  return route.path.replaceAll(/:\w+/g, part);
}

/** An id that fits where ids of tasks, jobs and incidents are meant, so that the body is looked at. */
function anyAddress(route: Route): string {
  return [ID, `${ID}.7`, 'name'].map((part) => ({ part, fits: paramsFit(route, part) })).find(({ fits }) => fits)?.part ?? ID;
}

function paramsFit(route: Route, part: string): boolean {
  const names = [...route.path.matchAll(/:(\w+)/g)].map((match) => match[1] ?? '');
  return route.params.safeParse(Object.fromEntries(names.map((name) => [name, part]))).success;
}

/** Bodies that are wrong whatever the route asks for. */
const RAW: readonly (readonly [string, string | Uint8Array<ArrayBuffer>, string, string])[] = [
  ['broken JSON', '{"a":', JSON_TYPE, 'MALFORMED_JSON'],
  ['bytes that are no UTF-8', new Uint8Array([0x7b, 0x22, 0xff, 0xfe, 0x22]), JSON_TYPE, 'MALFORMED_JSON'],
  ['a list', '[]', JSON_TYPE, 'INPUT_INVALID'],
  ['a text', '"a"', JSON_TYPE, 'INPUT_INVALID'],
  ['a number', '12', JSON_TYPE, 'INPUT_INVALID'],
  ['null', 'null', JSON_TYPE, 'INPUT_INVALID'],
  ['deep nesting', `{"a":${'['.repeat(MAX_BODY_DEPTH)}${']'.repeat(MAX_BODY_DEPTH)}}`, JSON_TYPE, 'BODY_TOO_DEEP'],
  ['nesting of 100,000 levels', `{"a":${'['.repeat(100_000)}${']'.repeat(100_000)}}`, JSON_TYPE, 'BODY_TOO_DEEP'],
  ['a NUL', '{"a":"\\u0000"}', JSON_TYPE, 'INPUT_INVALID'],
  ['a lone surrogate', '{"a":"\\ud800"}', JSON_TYPE, 'INPUT_INVALID'],
  ['a reserved name', '{"__proto__":{"admin":true}}', JSON_TYPE, 'INPUT_INVALID'],
  ['an unknown member', '{"surelyUnknown":1}', JSON_TYPE, 'INPUT_INVALID'],
  ['a number beyond all numbers', '{"surelyUnknown":1e999}', JSON_TYPE, 'INPUT_INVALID'],
  ['plain text', '{}', 'text/plain', 'UNSUPPORTED_MEDIA_TYPE'],
  ['a form', 'a=b', 'application/x-www-form-urlencoded', 'UNSUPPORTED_MEDIA_TYPE'],
  ['an unknown charset', '{}', 'application/json; charset=klingon', 'UNSUPPORTED_MEDIA_TYPE'],
  ['a body over the limit', `{"a":"${'x'.repeat(MAX_BODY_BYTES)}"}`, JSON_TYPE, 'BODY_TOO_LARGE'],
];

/** Names of the members that a body may have. */
function membersOf(body: z.ZodType): readonly string[] {
  const schema = z.toJSONSchema(body, { io: 'input', unrepresentable: 'any' });
  return Object.keys(schema.properties ?? {});
}

function bodiesFor(route: Route): readonly BadRequest[] {
  const { body } = route;
  if (body === null) return [];
  const title = `${route.method} ${route.path}`;
  const base = { method: route.method.toUpperCase(), path: addressOf(route, anyAddress(route)) };
  const raw = RAW.map(([what, text, contentType, code]) => ({ ...base, title: `${title} with ${what}`, raw: text, contentType, code }));
  const members = membersOf(body).flatMap((member) =>
    VALUES.map((value) => {
      const content = { [member]: value };
      const code = body.safeParse(content).success ? null : 'INPUT_INVALID';
      const shown = JSON.stringify(value).slice(0, 20);
      return { ...base, title: `${title} with ${member} = ${shown}`, raw: JSON.stringify(content), contentType: JSON_TYPE, code };
    }),
  );
  return [...raw, ...members];
}

function addressesFor(route: Route): readonly BadRequest[] {
  const title = `${route.method} ${route.path}`;
  const common = { method: route.method.toUpperCase(), contentType: JSON_TYPE, raw: route.body === null ? null : '{}', code: null };
  const addresses = route.path.includes(':') ? ADDRESSES : [];
  const queries = route.method === 'get' ? QUERIES : [];
  return [
    ...addresses.map((part) => ({ ...common, title: `${title} at ${part.slice(0, 30)}`, path: addressOf(route, part) })),
    ...queries.map((query) => ({
      ...common,
      title: `${title} asked ${query.slice(0, 30)}`,
      path: `${addressOf(route, anyAddress(route))}?${query}`,
    })),
  ];
}

/** Wrong bodies, addresses and queries for every route of the table, made from the routes' own schemas. */
export function badRequests(routes: readonly Route[]): readonly BadRequest[] {
  // Streams do not end, and signing in is limited by the address.
  const table = routes.filter((route) => route.path !== '/events' && route.path !== '/session');
  return table.flatMap((route) => [...bodiesFor(route), ...addressesFor(route)]);
}
