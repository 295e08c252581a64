import type { Request, RequestHandler, Response } from 'express';
import type { Meter } from '../port/telemetry.ts';

/** What is counted where no route answers: a path that does not exist, a file of the browser application. */
const NO_ROUTE = 'unmatched';

/** Counts every request with the template of its path. Streams, which last as long as a browser tab, are counted by their own gauge. */
export function observeRequests(meter: Meter): RequestHandler {
  return (request, response, next) => {
    const begunMs = performance.now();
    response.once('close', () => {
      const route = routeOf(request, response);
      if (!isStream(response)) meter.requestDone(request.method, route, response.statusCode, (performance.now() - begunMs) / 1_000);
    });
    next();
  };
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
