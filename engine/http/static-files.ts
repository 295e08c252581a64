import { existsSync } from 'node:fs';
import { join } from 'node:path';
import compression from 'compression';
import express, { type RequestHandler, Router } from 'express';
import { HttpProblem } from '../port/http-problem.ts';

/** Compresses answers of more than this many bytes; never the event stream, which must not wait in a buffer. */
const COMPRESSION_THRESHOLD_BYTES = 1_024;

/** Compression of everything worth it. */
export function compressAnswers(): RequestHandler {
  return compression({
    threshold: COMPRESSION_THRESHOLD_BYTES,
    filter: (request, response) =>
      !String(response.getHeader('Content-Type') ?? '').startsWith('text/event-stream') && compression.filter(request, response),
  });
}

/**
 * The built browser application in `folder`: files below `assets/` carry a hash in their name and are kept for ever, every other path is
 * a page of the application and gets `index.html`, which is asked for anew each time.
 */
export function serveDesigner(folder: string): Router {
  const router = Router();
  const index = join(folder, 'index.html');
  router.use(
    '/assets',
    express.static(join(folder, 'assets'), { immutable: true, maxAge: '1y', index: false, fallthrough: true }),
    (_request, _response) => {
      throw new HttpProblem(404, 'NOT_FOUND', 'Expected the path of a file of the application, but there is no such file.');
    },
  );
  router.use(express.static(folder, { index: false, maxAge: 0, redirect: false, dotfiles: 'ignore' }));
  router.get('/{*path}', (_request, response) => {
    if (!existsSync(index)) throw new HttpProblem(503, 'UNAVAILABLE', 'Expected the built browser application, but it has not been built.');
    response.set('Cache-Control', 'no-cache').sendFile(index);
  });
  return router;
}
