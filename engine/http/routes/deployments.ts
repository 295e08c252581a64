import { HttpProblem } from '../../port/http-problem.ts';
import type { JsonObject } from '../../model/index.ts';
import type { Finding } from '../../port/engine.ts';
import { DESIGNERS } from '../rights.ts';
import { created, defineRoute, json } from '../route.ts';
import { checkAnswer, checkBody, deployment, deploymentBody } from '../schema/definition.ts';

/** Bringing diagrams, forms and decisions to life. */
export const deploymentRoutes = [
  defineRoute({
    method: 'post',
    path: '/deployments',
    once: 'repeatable',
    summary: 'Deploy files together: all or none',
    access: DESIGNERS,
    scope: 'deploy',
    body: deploymentBody,
    answer: created(deployment),
    refusals: { DEPLOYMENT_REFUSED: 422 },
    async handle({ services, actor, body }) {
      const result = await services.engine.deploy(body.resources, body.note ?? null, actor);
      if (result.kind === 'refused') throw deploymentRefused(result.findings);
      return { deploymentId: result.deploymentId, definitions: result.definitions, findings: result.findings };
    },
  }),
  defineRoute({
    method: 'post',
    path: '/deployments/check',
    once: 'unchanged',
    summary: 'What a deployment of these files would find',
    access: DESIGNERS,
    scope: 'deploy',
    body: checkBody,
    answer: json(checkAnswer),
    handle: async ({ services, body }) => ({ findings: await services.engine.check(body.resources) }),
  }),
];

function deploymentRefused(findings: readonly Finding[]): HttpProblem {
  const errors = findings.filter((finding) => finding.severity === 'error');
  const message = `Expected files without errors, but found ${errors.length}: ${errors[0]?.message ?? ''}`;
  const members = findings.map((finding): JsonObject => ({ ...finding }));
  return new HttpProblem(422, 'DEPLOYMENT_REFUSED', message, { members: { findings: members } });
}
