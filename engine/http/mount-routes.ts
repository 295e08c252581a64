import express, { type Request, type RequestHandler, type Response, Router } from 'express';
import { HttpProblem } from '../port/http-problem.ts';
import { assertNotForged, authenticate } from './credentials.ts';
import type { HttpServices } from './http-services.ts';
import { commandIdOf, doOnce } from './idempotency.ts';
import { assertSafeJson, inputInvalid, MAX_BODY_BYTES, parseInput } from './input.ts';
import { noteRoute } from './observe-requests.ts';
import { answerAgain, readAgain } from './read-again.ts';
import { authorize, VISITOR } from './rights.ts';
import type { Route, RouteContext } from './route.ts';

/** Parses JSON bodies within the size limit; other media types leave the body undefined. */
export const parseJsonBody: RequestHandler = express.json({
  limit: MAX_BODY_BYTES,
  strict: false,
  type: ['application/json', 'application/*+json'],
});

/** A router with every route of the table and a 405 for known paths with another method. */
export function mountRoutes(routes: readonly Route[], services: HttpServices, admission: RequestHandler): Router {
  const router = Router({ caseSensitive: true });
  for (const route of routes) {
    const writes = route.once === 'unchanged' ? [] : [admission];
    router[route.method](
      route.path,
      noteRoute(route.path),
      ...writes,
      admit(route, services),
      parseJsonBody,
      doOnce(route.once, services.requests),
      answerAgain(answer(route, services)),
    );
  }
  for (const path of new Set(routes.map((route) => route.path))) {
    const allowed = routes.filter((route) => route.path === path).map((route) => route.method.toUpperCase());
    router.all(path, (_request, response) => {
      response.set('Allow', allowed.join(', '));
      throw new HttpProblem(405, 'METHOD_NOT_ALLOWED', `Expected one of the methods ${allowed.join(', ')}, but the request uses another.`);
    });
  }
  return router;
}

/** Before anything is read: who asks, whether he may, whether the request is his own. */
export function admit(route: Pick<Route, 'access' | 'scope'>, services: Pick<HttpServices, 'identity'>): RequestHandler {
  return async (request, response, next) => {
    const authentication = await readAgain(() => authenticate(request, services.identity));
    authorize(route, authentication);
    assertNotForged(request);
    response.locals['authentication'] = authentication;
    response.locals['actor'] = authentication?.actor ?? VISITOR;
    next();
  };
}

function answer(route: Route, services: HttpServices): RequestHandler {
  return async (request, response) => {
    const result = await route.handle(contextOf(route, services, request, response));
    switch (route.answer.kind) {
      case 'raw':
        return;
      case 'nothing':
        response.status(204).end();
        return;
      case 'json':
        if (services.config.checksAnswers === true) route.answer.schema.parse(result);
        response.status(route.answer.status).set('Cache-Control', 'no-store').json(result);
    }
  };
}

function contextOf(route: Route, services: HttpServices, request: Request, response: Response): RouteContext<unknown, unknown, unknown> {
  // Written by `admit`, which runs before on every route.
  const { authentication, actor } = response.locals as Pick<RouteContext<unknown, unknown, unknown>, 'authentication' | 'actor'>;
  assertSafeJson(request.params);
  assertSafeJson(request.query);
  return {
    services,
    actor,
    authentication,
    user: authentication?.user ?? null,
    params: parseInput(route.params, { ...request.params }),
    query: parseInput(route.query, { ...request.query }),
    body: bodyOf(route, request),
    commandId: commandIdOf(actor, request.get('Idempotency-Key')),
    request,
    response,
  };
}

function bodyOf(route: Route, request: Request): unknown {
  if (route.body === null) return undefined;
  const body: unknown = request.body;
  if (body === undefined) {
    if (hasBody(request))
      throw new HttpProblem(415, 'UNSUPPORTED_MEDIA_TYPE', 'Expected a body of type application/json, but it has another type.');
    if (!route.bodyOptional) throw inputInvalid([{ path: '', message: 'Expected a JSON object as body, but there is no body.' }]);
  }
  assertSafeJson(body);
  return parseInput(route.body, body === undefined ? {} : body);
}

function hasBody(request: Request): boolean {
  return request.get('Transfer-Encoding') !== undefined || Number(request.get('Content-Length') ?? '0') > 0;
}
