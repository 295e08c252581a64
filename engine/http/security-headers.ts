import type { RequestHandler } from 'express';
import helmet from 'helmet';

/** One year, as browsers' preload lists ask. */
const HSTS_SECONDS = 31_536_000;

/**
 * Headers that tell the browser what the pages may do. Scripts come from this server alone, never inline and never from text.
 *
 * Inline styles are allowed, and only they: Mantine writes its colour scheme into a style element at start, form-js, dmn-js and bpmn-js
 * size and place what they draw by style attributes in generated markup. A style cannot run code.
 */
export function securityHeaders(): RequestHandler {
  const headers = helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        'default-src': ["'self'"],
        'script-src': ["'self'"],
        'script-src-attr': ["'none'"],
        'style-src': ["'self'", "'unsafe-inline'"],
        'img-src': ["'self'", 'data:', 'blob:'],
        'font-src': ["'self'", 'data:'],
        'connect-src': ["'self'"],
        'worker-src': ["'self'"],
        'object-src': ["'none'"],
        'base-uri': ["'self'"],
        'form-action': ["'self'"],
        'frame-ancestors': ["'self'"],
      },
    },
    // Set below, for https alone: over plain http browsers ignore it at best.
    strictTransportSecurity: false,
    crossOriginEmbedderPolicy: false,
    referrerPolicy: { policy: 'same-origin' },
  });
  return (request, response, next) => {
    if (request.secure) response.set('Strict-Transport-Security', `max-age=${HSTS_SECONDS}; includeSubDomains`);
    headers(request, response, next);
  };
}
