import { z } from 'zod';
import { HttpProblem } from '../../port/http-problem.ts';
import { defineRoute, json } from '../route.ts';

const health = z.object({ status: z.literal('ok') }).readonly();

/** Probes: live = the process answers, ready = it can serve, because the database answers and the process is not about to end. */
export const healthRoutes = [
  defineRoute({
    method: 'get',
    path: '/health/live',
    summary: 'The process is alive',
    access: 'public',
    answer: json(health),
    handle: async () => ({ status: 'ok' as const }),
  }),
  defineRoute({
    method: 'get',
    path: '/health/ready',
    summary: 'The process can serve',
    access: 'public',
    answer: json(health),
    refusals: { UNAVAILABLE: 503 },
    async handle({ services }) {
      if (services.closing?.aborted === true) throw new HttpProblem(503, 'UNAVAILABLE', 'Expected a server that stays, but this one ends.');
      await services.queries.ping().catch((error: unknown) => {
        services.logger.error({ err: error }, 'The database does not answer.');
        throw new HttpProblem(503, 'UNAVAILABLE', 'Expected the database to answer, but it does not.');
      });
      return { status: 'ok' as const };
    },
  }),
];
