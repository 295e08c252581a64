import { setTimeout as pause } from 'node:timers/promises';
import type { RequestHandler } from 'express';
import { isLostConnection } from '../port/database-error.ts';

/** Before a read is tried again: the other connections that went the same way are taken out meanwhile. In milliseconds. */
const PAUSE_MS = 50;
/** A read that took longer is not tried again: whoever asked has waited enough. In milliseconds. */
const LONGEST_FIRST_TRY_MS = 10_000;

/** True when what failed after so many milliseconds changes nothing and failed only because its connection was lost. */
const isWorthIt = (error: unknown, begunMs: number): boolean =>
  isLostConnection(error) && performance.now() - begunMs <= LONGEST_FIRST_TRY_MS;

/** Reads; once more on another connection when the first was lost. `read` must change nothing. */
export async function readAgain<Result>(read: () => Promise<Result>): Promise<Result> {
  const begunMs = performance.now();
  try {
    return await read();
  } catch (error) {
    if (!isWorthIt(error, begunMs)) throw error;
    await pause(PAUSE_MS);
    return read();
  }
}

/** The same for a handler, for GET and HEAD, as long as nothing of the answer was sent. */
export function answerAgain(handler: RequestHandler): RequestHandler {
  return (request, response, next) => {
    const run = async (onward: (error?: unknown) => void): Promise<void> => {
      try {
        await handler(request, response, onward);
      } catch (error) {
        onward(error);
      }
    };
    if (request.method !== 'GET' && request.method !== 'HEAD') return run(next);
    const begunMs = performance.now();
    return run((error) => {
      if (response.headersSent || response.destroyed || !isWorthIt(error, begunMs)) next(error);
      else void pause(PAUSE_MS).then(() => run(next));
    });
  };
}
