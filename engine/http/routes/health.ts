import { z } from 'zod';
import type { Authentication } from '../../port/authenticator.ts';
import { HEALTH_CHECKS } from '../../port/health.ts';
import { HttpProblem } from '../../port/http-problem.ts';
import { ADMINS, hasRole } from '../rights.ts';
import { defineRoute, json, raw } from '../route.ts';

const alive = z.object({ status: z.literal('ok') }).readonly();
const check = z
  .object({ name: z.enum(HEALTH_CHECKS), status: z.enum(['ok', 'degraded', 'failing']), detail: z.string() })
  .readonly()
  .meta({ id: 'HealthCheck' });
/** `checks` is there for administrators alone: it tells of the inside. */
const readiness = z.object({ status: z.enum(['ok', 'degraded']), checks: z.array(check).readonly().optional() }).readonly();

/** Probes: live = the process answers, startup = it has begun to serve, ready = it can serve; and the metrics of this node. */
export const healthRoutes = [
  defineRoute({
    method: 'get',
    path: '/health/live',
    summary: 'The process is alive',
    access: 'public',
    answer: json(alive),
    handle: async () => ({ status: 'ok' as const }),
  }),
  defineRoute({
    method: 'get',
    path: '/health/startup',
    summary: 'The process has started',
    access: 'public',
    answer: json(alive),
    refusals: { UNAVAILABLE: 503 },
    async handle({ services }) {
      if (!services.health.hasStarted()) throw new HttpProblem(503, 'UNAVAILABLE', 'Expected the start to be over, but it is not.');
      return { status: 'ok' as const };
    },
  }),
  defineRoute({
    method: 'get',
    path: '/health/ready',
    summary: 'The process can serve; administrators see what was looked at',
    access: 'public',
    answer: json(readiness),
    refusals: { UNAVAILABLE: 503 },
    async handle({ services, authentication }) {
      const { status, checks } = await services.health.look();
      const details = maySeeInside(authentication) ? { checks: checks.map((each) => ({ ...each })) } : {};
      if (status === 'failing')
        throw new HttpProblem(503, 'UNAVAILABLE', 'Expected everything that is needed to serve, but something is missing.', {
          members: details,
        });
      return { status, ...details };
    },
  }),
  defineRoute({
    method: 'get',
    path: '/metrics',
    summary: 'Metrics of this node in the text format of Prometheus',
    access: ADMINS,
    answer: raw('text/plain'),
    async handle({ services, response }) {
      response.set({ 'Content-Type': services.metrics.contentType, 'Cache-Control': 'no-store' }).send(await services.metrics.text());
    },
  }),
];

function maySeeInside(authentication: Authentication | null): boolean {
  if (authentication === null) return false;
  return authentication.scopes === null ? hasRole(authentication.actor, ADMINS) : authentication.scopes.includes('admin');
}
