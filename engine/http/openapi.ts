import { z } from 'zod';
import type { Route } from './route.ts';

type Json = Record<string, unknown>;

/** Refusals that every route may give, beyond its own. */
const COMMON_REFUSALS: Readonly<Record<string, number>> = { INPUT_INVALID: 400, UNAVAILABLE: 503 };
const WRITE_REFUSALS: Readonly<Record<string, number>> = {
  TOO_BUSY: 429,
  BUSY: 503,
  IDEMPOTENCY_KEY_REUSED: 422,
  OUTCOME_UNKNOWN: 409,
  REQUEST_IN_PROGRESS: 409,
};
const SIGNED_IN_REFUSALS: Readonly<Record<string, number>> = { UNAUTHENTICATED: 401, FORBIDDEN: 403 };

/** What a caller should know of refusals that pass by themselves; each comes with the header Retry-After. */
const PASSING: Readonly<Record<string, string>> = {
  TOO_BUSY: 'the server has too much to do and has not begun with this request',
  TOO_MANY_WAITING: 'too many calls wait for jobs already; nothing was begun',
  BUSY: 'the request was tried again and again and collided with others each time; nothing was changed',
  UNAVAILABLE: 'the database does not answer; a write may have been done or not: sent again under the same Idempotency-Key it is done once',
};
const RETRY_AFTER: Json = {
  'Retry-After': { description: 'Seconds after which to send the request again.', schema: { type: 'integer', minimum: 1 } },
};

const PROBLEM_SCHEMA: Json = {
  type: 'object',
  description: 'Problem details (RFC 9457). `code` is stable.',
  properties: {
    type: { type: 'string' },
    title: { type: 'string' },
    status: { type: 'integer' },
    code: { type: 'string' },
    detail: { type: 'string' },
    errors: {
      type: 'array',
      items: { type: 'object', properties: { path: { type: 'string' }, message: { type: 'string' } }, required: ['path', 'message'] },
    },
    problems: {
      type: 'array',
      description: 'Of a refused modification or migration: everything that is wrong with it.',
      items: {
        type: 'object',
        properties: {
          code: { type: 'string' },
          message: { type: 'string' },
          elementId: { type: ['string', 'null'] },
          index: { type: ['integer', 'null'] },
        },
        required: ['code', 'message', 'elementId', 'index'],
      },
    },
  },
  required: ['type', 'title', 'status', 'code', 'detail'],
};

/** OpenAPI 3.1 of the routes, from the schemas that validate their requests. */
export function openApiDocument(routes: readonly Route[], version: string): Json {
  const components: Json = { Problem: PROBLEM_SCHEMA };
  const paths: Record<string, Json> = {};
  for (const route of routes) {
    const path = route.path.replaceAll(/:(\w+)/gu, '{$1}');
    paths[path] = { ...paths[path], [route.method]: describe(route, components) };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Lanework',
      version,
      description:
        'Processes, tasks and records. Browsers sign in by cookie and send `X-Requested-With: lanework` with every change; machines send an API token.',
    },
    servers: [{ url: '/api/v1' }],
    paths,
    components: {
      schemas: components,
      securitySchemes: { session: { type: 'apiKey', in: 'cookie', name: '__Host-lanework' }, token: { type: 'http', scheme: 'bearer' } },
    },
  };
}

function describe(route: Route, components: Json): Json {
  const operation: Json = {
    operationId: operationId(route),
    tags: [route.tag],
    summary: route.summary,
    security: route.access === 'public' ? [] : [{ session: [] }, { token: [] }],
    parameters: [
      ...parameters(route.params, 'path', components),
      ...parameters(route.query, 'query', components),
      ...idempotencyKey(route),
    ],
    responses: responses(route, components),
    'x-scope': route.scope,
  };
  if (route.body !== null) {
    operation['requestBody'] = {
      required: !route.bodyOptional,
      content: { 'application/json': { schema: schemaOf(route.body, 'input', components) } },
    };
  }
  if (typeof route.access !== 'string') operation['x-roles'] = route.access;
  return operation;
}

/** `post /tasks/:id/complete` becomes `postTasksIdComplete`. */
function operationId(route: Route): string {
  const words = `${route.method}/${route.path}`.split(/[^\w]+/u).filter((word) => word !== '');
  return words.map((word, index) => (index === 0 ? word : `${word.slice(0, 1).toUpperCase()}${word.slice(1)}`)).join('');
}

function parameters(schema: z.ZodType, location: 'path' | 'query', components: Json): readonly Json[] {
  const object = schemaOf(schema, 'input', components);
  const required = Array.isArray(object['required']) ? object['required'] : [];
  return Object.entries(object['properties'] ?? {}).map(([name, member]) => ({
    name,
    in: location,
    required: location === 'path' || required.includes(name),
    schema: member,
  }));
}

function idempotencyKey(route: Route): readonly Json[] {
  if (route.method === 'get') return [];
  return [
    {
      name: 'Idempotency-Key',
      in: 'header',
      required: false,
      description: 'Sent again under one key, the request is done once and answered the same.',
      schema: { type: 'string', maxLength: 128 },
    },
  ];
}

/** The codes, and what those mean after which the same request may be sent again. */
function describeRefusals(codes: readonly string[]): string {
  return [codes.join(', '), ...codes.flatMap((code) => (PASSING[code] === undefined ? [] : [`${code}: ${PASSING[code]}.`]))].join('\n\n');
}

function responses(route: Route, components: Json): Json {
  const answers: Json = {};
  switch (route.answer.kind) {
    case 'nothing':
      answers['204'] = { description: 'Done.' };
      break;
    case 'raw':
      answers['200'] = { description: 'Done.', content: { [route.answer.mediaType]: {} } };
      break;
    case 'json':
      answers[String(route.answer.status)] = {
        description: 'Done.',
        content: { 'application/json': { schema: schemaOf(route.answer.schema, 'output', components) } },
      };
  }
  const refusals = {
    ...COMMON_REFUSALS,
    ...(route.access === 'public' ? {} : SIGNED_IN_REFUSALS),
    ...(route.once === 'unchanged' ? {} : WRITE_REFUSALS),
    ...route.refusals,
  };
  for (const status of new Set(Object.values(refusals))) {
    const codes = Object.keys(refusals).filter((code) => refusals[code] === status);
    answers[String(status)] = {
      description: describeRefusals(codes),
      ...(codes.some((code) => code in PASSING) ? { headers: RETRY_AFTER } : {}),
      content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
    };
  }
  return answers;
}

/** JSON Schema of a zod schema; named schemas move to the components and are referred to. */
function schemaOf(schema: z.ZodType, io: 'input' | 'output', components: Json): Json {
  const described = z.toJSONSchema(schema, { io, unrepresentable: 'any' });
  // The generator's result is plain JSON; through text it loses zod's own members.
  const {
    $schema: _dialect,
    $defs,
    ...own
  } = JSON.parse(JSON.stringify(described).replaceAll('"#/$defs/', '"#/components/schemas/')) as Json & { $defs?: Json };
  Object.assign(components, $defs);
  const id = own['id'];
  if (typeof id !== 'string') return own;
  const { id: _id, ...named } = own;
  components[id] = named;
  return { $ref: `#/components/schemas/${id}` };
}
