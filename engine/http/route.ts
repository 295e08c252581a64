import type { Request, Response } from 'express';
import { z } from 'zod';
import type { Actor } from '../port/module-contract.ts';
import type { Authentication, Role, TokenScope, User } from '../port/authenticator.ts';
import type { HttpServices } from './http-services.ts';
import type { Once } from './idempotency.ts';

/** Who may call a route at all: everybody, everybody signed in, or people with one of these roles. */
export type Access = 'public' | 'signedIn' | readonly Role[];

/** What a handler gets: input that has passed its schema, and who asks. */
export interface RouteContext<Params, Query, Body> {
  readonly services: HttpServices;
  /** On public routes nobody may be signed in; `actor` is then a visitor without rights. */
  readonly actor: Actor;
  readonly user: User | null;
  readonly authentication: Authentication | null;
  readonly params: Params;
  readonly query: Query;
  readonly body: Body;
  /** From the `Idempotency-Key` header, made unique per actor; undefined without the header. */
  readonly commandId: string | undefined;
  readonly request: Request;
  readonly response: Response;
}

type Schema = z.ZodType;
const NOTHING = z.strictObject({});
type Nothing = typeof NOTHING;

/** Shape of the answer: JSON by a schema, nothing (204), or bytes that the handler writes itself. */
export type Answer<Body extends Schema> =
  | { readonly kind: 'json'; readonly status: 200 | 201; readonly schema: Body }
  | { readonly kind: 'nothing' }
  | { readonly kind: 'raw'; readonly mediaType: string };

/** A route as data. Validation, rights, OpenAPI and the test that tries every role are all made from this. */
export interface RouteDefinition<Params extends Schema, Query extends Schema, Body extends Schema, Result extends Schema> {
  readonly method: 'get' | 'post' | 'put' | 'patch' | 'delete';
  /** Below `/api/v1`, Express syntax: `/tasks/:id`. */
  readonly path: string;
  readonly summary: string;
  readonly access: Access;
  /** Scope that an API token needs. Default: `read` for GET, else `write`. */
  readonly scope?: TokenScope;
  readonly params?: Params;
  readonly query?: Query;
  readonly body?: Body;
  /** True: a request without any body counts as `{}`. */
  readonly bodyOptional?: boolean;
  readonly answer: Answer<Result>;
  /** How it is done once under an idempotency key. Default: `unchanged` for GET, `stored` for POST, else `repeatable`. */
  readonly once?: Once;
  /** Codes of refusals beyond those every route may give, with their status; for the documentation. */
  readonly refusals?: Readonly<Record<string, number>>;
  readonly handle: (context: RouteContext<z.output<Params>, z.output<Query>, z.output<Body>>) => Promise<z.input<Result> | void>;
}

/** A route whose input types are known only to its own handler. */
export interface Route {
  readonly method: 'get' | 'post' | 'put' | 'patch' | 'delete';
  readonly path: string;
  /** First segment of the path; groups routes in the documentation. */
  readonly tag: string;
  readonly summary: string;
  readonly access: Access;
  readonly scope: TokenScope;
  readonly params: Schema;
  readonly query: Schema;
  readonly body: Schema | null;
  readonly bodyOptional: boolean;
  readonly answer: Answer<Schema>;
  readonly once: Once;
  readonly refusals: Readonly<Record<string, number>>;
  readonly handle: (context: RouteContext<unknown, unknown, unknown>) => Promise<unknown>;
}

const ONCE_BY_METHOD: Readonly<Record<Route['method'], Once>> = {
  get: 'unchanged',
  post: 'stored',
  put: 'repeatable',
  patch: 'repeatable',
  delete: 'repeatable',
};

/** Fills in the defaults and forgets the input types, which the schemas guard from here on. */
export function defineRoute<
  Params extends Schema = Nothing,
  Query extends Schema = Nothing,
  Body extends Schema = Nothing,
  Result extends Schema = Nothing,
>(definition: RouteDefinition<Params, Query, Body, Result>): Route {
  return {
    method: definition.method,
    path: definition.path,
    tag: definition.path.split('/')[1] ?? '',
    summary: definition.summary,
    access: definition.access,
    scope: definition.scope ?? (definition.method === 'get' ? 'read' : 'write'),
    params: definition.params ?? NOTHING,
    query: definition.query ?? NOTHING,
    body: definition.body ?? null,
    bodyOptional: definition.bodyOptional ?? false,
    answer: definition.answer,
    once: definition.once ?? ONCE_BY_METHOD[definition.method],
    refusals: definition.refusals ?? {},
    // Sound because `mount-routes` calls a handler only with what the route's own schemas have returned.
    handle: definition.handle as Route['handle'],
  };
}

/** An answer of 200 with a JSON body. */
export function json<Result extends Schema>(schema: Result): Answer<Result> {
  return { kind: 'json', status: 200, schema };
}

/** An answer of 201 with the created thing. */
export function created<Result extends Schema>(schema: Result): Answer<Result> {
  return { kind: 'json', status: 201, schema };
}

/** An answer of 204. */
export const NO_CONTENT: Answer<Nothing> = { kind: 'nothing' };

/** An answer that the handler writes to the response itself. */
export function raw(mediaType: string): Answer<Nothing> {
  return { kind: 'raw', mediaType };
}
