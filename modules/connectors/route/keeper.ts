import type { Response } from 'express';
import type { z } from 'zod';
import { HttpProblem } from '../../../engine/port/http-problem.ts';
import type { Actor } from '../../../engine/port/module-contract.ts';

/** Who keeps connectors: those who draw and deploy diagrams. */
const KEEPERS: readonly string[] = ['analyst', 'admin'];

export function parse<Value>(schema: z.ZodType<Value>, value: unknown): Value {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const errors = result.error.issues.map((issue) => ({ path: issue.path.map(String).join('.'), message: issue.message }));
  throw new HttpProblem(422, 'VALIDATION_FAILED', errors[0]?.message ?? 'Expected other input, but found this.', { errors });
}

/** Who asks; FORBIDDEN (403) when he keeps no connectors. */
export function expectKeeper(response: Response): Actor {
  const actor = response.locals['actor'] as Actor; // Put there by the HTTP layer.
  if (!actor.roles.some((role) => KEEPERS.includes(role)))
    throw new HttpProblem(403, 'FORBIDDEN', `Expected one of the roles ${KEEPERS.join(', ')}, but there is none.`);
  return actor;
}
