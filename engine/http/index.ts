import express, { type Application, type RequestHandler, Router } from 'express';
import { rateLimit } from 'express-rate-limit';
import { pino } from 'pino';
import { HttpProblem } from '../port/http-problem.ts';
import type { ModuleServices } from '../port/module.ts';
import type { HttpAppOptions, HttpServices } from './http-services.ts';
import { admitWrites } from './admission.ts';
import { doOnce } from './idempotency.ts';
import { assertSafeJson } from './input.ts';
import { admit, mountRoutes, parseJsonBody } from './mount-routes.ts';
import { noteRoute, observeRequests } from './observe-requests.ts';
import { answerAgain } from './read-again.ts';
import { problemHandler, sendProblem } from './problem.ts';
import { documentationRoutes } from './routes/documentation.ts';
import { coreRoutes } from './routes/index.ts';
import { SIGN_IN_PATH } from './routes/session.ts';
import { securityHeaders } from './security-headers.ts';
import { compressAnswers, serveDesigner } from './static-files.ts';

export type { EvaluateFeel, HttpAppOptions, HttpConfig, HttpLogger, HttpServices } from './http-services.ts';
export type { Pressure } from './admission.ts';
export { claimedRequest } from './idempotency.ts';
export { coreRoutes } from './routes/index.ts';

/** Where the API lies. */
export const API_PATH = '/api/v1';
const ONE_MINUTE_MS = 60_000;
const DEFAULT_SIGN_IN_ATTEMPTS_PER_MINUTE = 30;
const DEFAULT_MAX_WRITES = 500;

/**
 * The whole HTTP side as one Express application: API, module routes, browser application. It listens nowhere and owns no resources,
 * so that the composition root decides on port and shutdown.
 */
export function createHttpApp(options: HttpAppOptions): Application {
  const services: HttpServices = { ...options, logger: options.logger ?? pino({ name: 'http' }) };
  const routes = [...coreRoutes, ...documentationRoutes(coreRoutes, services.config.version)];
  const admission = admitWrites(services.pressure, services.config.maxWrites ?? DEFAULT_MAX_WRITES);
  const app = express();
  app.disable('x-powered-by');
  // Answers of the API are never stored, so a hash of each would be for nothing. Files get theirs from their size and date.
  app.disable('etag');
  app.set('trust proxy', services.config.trustedProxies);
  app.set('query parser', 'simple');
  app.use(observeRequests(services), securityHeaders(), compressAnswers());
  app.use(API_PATH, signInLimit(services));
  app.use(API_PATH, mountRoutes(routes, services, admission));
  if (options.moduleServices !== null) app.use(API_PATH, mountModules(services, options.moduleServices, admission));
  if (options.moduleServices !== null) app.use(mountPublicRoutes(services, options.moduleServices));
  app.use('/api', () => {
    throw new HttpProblem(404, 'NOT_FOUND', 'Expected the path of an operation of the API, but there is no such operation.');
  });
  if (options.designerDist !== null) app.use(serveDesigner(options.designerDist));
  app.use(() => {
    throw new HttpProblem(404, 'NOT_FOUND', 'Expected a known path, but there is nothing here.');
  });
  app.use(problemHandler(services.logger));
  return app;
}

/** Guessing passwords from one address is slow, whatever the login. */
function signInLimit(services: HttpServices): RequestHandler {
  const limiter = rateLimit({
    windowMs: ONE_MINUTE_MS,
    limit: services.config.signInAttemptsPerMinute ?? DEFAULT_SIGN_IN_ATTEMPTS_PER_MINUTE,
    standardHeaders: 'draft-8',
    legacyHeaders: false,
    // A forwarded address is used only from trusted proxies; that others send the header is no fault of ours.
    validate: { xForwardedForHeader: false },
    handler: (_request, response) =>
      sendProblem(
        response,
        new HttpProblem(
          429,
          'TOO_MANY_ATTEMPTS',
          'Expected fewer attempts to sign in, but there were too many from this address. Please wait a minute.',
        ),
      ),
  });
  return (request, response, next) => {
    if (request.method === 'POST' && request.path === SIGN_IN_PATH) void limiter(request, response, next);
    else next();
  };
}

/** Routes of modules that anybody may call: the module itself checks who it is. */
function mountPublicRoutes(services: HttpServices, moduleServices: ModuleServices): Router {
  const router = Router({ caseSensitive: true });
  for (const { publicRoutes } of services.modules)
    if (publicRoutes !== undefined) router.use(publicRoutes.path, noteRoute(`${publicRoutes.path}/*`), publicRoutes.routes(moduleServices));
  return router;
}

/** Routes of modules behind sign-in, under `/api/v1/<module>`; who may do what there is decided by the module with the actor in `response.locals`. */
function mountModules(services: HttpServices, moduleServices: ModuleServices, admission: RequestHandler): Router {
  const router = Router({ caseSensitive: true });
  const read = admit({ access: 'signedIn', scope: 'read' }, services);
  const write = admit({ access: 'signedIn', scope: 'write' }, services);
  const guard: RequestHandler = (request, response, next) =>
    (request.method === 'GET' || request.method === 'HEAD' ? read : write)(request, response, next);
  const checkInput: RequestHandler = (request, _response, next) => {
    assertSafeJson(request.query);
    assertSafeJson(request.body);
    assertSafeJson(decodeURIComponent(request.path));
    next();
  };
  // Writes of modules are transactions of `ModuleServices`, which mark the request: one that has not committed may be done again.
  const once = doOnce('repeatable', services.requests);
  const forWrites =
    (handler: RequestHandler): RequestHandler =>
    (request, response, next) =>
      request.method === 'GET' || request.method === 'HEAD' ? next() : handler(request, response, next);
  for (const module of services.modules)
    router.use(
      `/${module.name}`,
      noteRoute(`/${module.name}/*`),
      forWrites(admission),
      guard,
      parseJsonBody,
      checkInput,
      forWrites(once),
      answerAgain(module.routes(moduleServices)),
    );
  return router;
}
