import { randomUUID } from 'node:crypto';
import type { Request, RequestHandler, Response } from 'express';
import type { HttpServices } from './http-services.ts';

/** What is counted where no route answers: a path that does not exist, a file of the browser application. */
const NO_ROUTE = 'unmatched';
/** A request id of the caller that is taken over; any other one is replaced. */
const REQUEST_ID = /^[\w.-]{8,64}$/u;

/**
 * Gives each request an id, which goes back as `X-Request-Id`, counts it with the template of its path, follows it in a span that goes on
 * with the caller's trace, and logs it at `info`. Streams, which last as long as a browser tab, are counted by their own gauge.
 */
export function observeRequests({ meter, tracer, logger }: Pick<HttpServices, 'meter' | 'tracer' | 'logger'>): RequestHandler {
  return (request, response, next) => {
    const begunMs = performance.now();
    const given = request.get('X-Request-Id');
    const requestId = given !== undefined && REQUEST_ID.test(given) ? given : randomUUID();
    response.locals['requestId'] = requestId;
    response.set('X-Request-Id', requestId);
    const { method } = request;
    const span = tracer.isOn
      ? tracer.open(method, { 'http.request.method': method }, { kind: 'server', parent: request.get('traceparent') ?? null })
      : null;
    response.once('close', () => {
      const [route, status, milliseconds] = [routeOf(request, response), response.statusCode, performance.now() - begunMs];
      if (!isStream(response)) meter.requestDone(method, route, status, milliseconds / 1_000);
      span?.note({ 'http.route': route, 'http.response.status_code': status, 'lanework.request.id': requestId });
      span?.end(status >= 500 ? String(status) : undefined);
      logger.info({ ...requestFacts(response), method, route, status, milliseconds: Math.round(milliseconds) }, 'request');
    });
    if (span === null) next();
    else span.run(next);
  };
}

/** What a line of the log says of the request that it is about. */
export function requestFacts(response: Response): { readonly requestId: string; readonly userId: string | null } {
  const { requestId, actor } = response.locals as { readonly requestId?: string; readonly actor?: { readonly id: string } };
  return { requestId: requestId ?? '', userId: actor === undefined || actor.id === '' ? null : actor.id };
}

/** Remembers the template of the route that answers, below `/api/v1`; one of a router of its own ends with `/*`. */
export function noteRoute(template: string): RequestHandler {
  return (_request, response, next) => {
    response.locals['route'] = template;
    next();
  };
}

/** Template of the path: ours from the table of routes, a module's from its router. */
function routeOf(request: Request, response: Response): string {
  const noted: unknown = response.locals['route'];
  if (typeof noted !== 'string') return NO_ROUTE;
  const route: unknown = request.route;
  if (!noted.endsWith('/*') || typeof route !== 'object' || route === null || !('path' in route)) return noted;
  return `${noted.slice(0, -'/*'.length)}${String(route.path)}`;
}

const isStream = (response: Response): boolean => String(response.getHeader('Content-Type') ?? '').startsWith('text/event-stream');
