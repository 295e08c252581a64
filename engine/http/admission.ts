import type { RequestHandler } from 'express';
import { HttpProblem } from '../port/http-problem.ts';

/** How much this process has to do already. */
export interface Pressure {
  /** What is too much, in words with figures; null while there is room. */
  excess(): string | null;
}

/**
 * Refuses writes with 429 TOO_BUSY and Retry-After while the process has too much to do or too many writes in hand. Nothing was begun, so the
 * same request may be sent again. Reads go on, and the process stays ready: taking it out of service would only move its load to others.
 */
export function admitWrites(pressure: Pressure, maxWrites: number): RequestHandler {
  let inHand = 0;
  return (_request, response, next) => {
    const excess = inHand >= maxWrites ? `${inHand} writes are in hand, of ${maxWrites}` : pressure.excess();
    if (excess !== null)
      throw new HttpProblem(429, 'TOO_BUSY', `Expected room for one more write, but ${excess}. Please send it again a little later.`);
    inHand += 1;
    response.once('close', () => {
      inHand -= 1;
    });
    next();
  };
}
