import { HttpProblem } from '../port/http-problem.ts';

/** Refuses with NOT_FOUND (404). What exists but may not be seen is told the same way, so that ids cannot be probed. */
export function notFound(kind: string, id: string): never {
  throw new HttpProblem(404, 'NOT_FOUND', `Expected the id of a ${kind} that you may see, but found ${id}.`);
}
