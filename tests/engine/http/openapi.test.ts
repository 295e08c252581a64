import { expect } from 'chai';
import { Script } from 'node:vm';
import { coreRoutes } from '../../../engine/http/index.ts';
import { openApiDocument } from '../../../engine/http/openapi.ts';
import { call, startServer } from './http-fixture.ts';

type Json = { readonly [key: string]: Json } & { readonly $ref?: string };

function refsIn(value: unknown): readonly string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, member]) => (key === '$ref' && typeof member === 'string' ? [member] : refsIn(member)));
}

describe('The description of the API', () => {
  // Through text, as clients get it.
  const document = JSON.parse(JSON.stringify(openApiDocument(coreRoutes, '1.2.3'))) as {
    readonly openapi: string;
    readonly paths: Json;
    readonly components: Json;
    readonly info: { readonly version: string };
  };

  it('is OpenAPI 3.1 and has an operation with its own id for every route', () => {
    expect(document.openapi).to.equal('3.1.0');
    expect(document.info.version).to.equal('1.2.3');
    const ids: unknown[] = [];
    for (const route of coreRoutes) {
      const operation = document.paths[route.path.replaceAll(/:(\w+)/gu, '{$1}')]?.[route.method];
      expect(operation, `${route.method} ${route.path}`).to.be.an('object').that.includes({ summary: route.summary });
      ids.push(operation?.['operationId']);
    }
    expect(new Set(ids).size).to.equal(coreRoutes.length);
  });

  it('says what refusals that pass by themselves mean, and that they come with a time to come back', () => {
    const answers = document.paths['/tasks/{id}/complete']?.['post']?.['responses'];
    for (const [status, codes] of [
      ['429', ['TOO_BUSY']],
      ['503', ['BUSY', 'UNAVAILABLE']],
    ] as const) {
      for (const code of codes) expect(String(answers?.[status]?.['description']), code).to.match(new RegExp(`^${code}: \\w`, 'm'));
      expect(answers?.[status]?.['headers'], status).to.have.property('Retry-After');
    }
    const list = document.paths['/tasks']?.['get']?.['responses'];
    expect(list).to.have.property('503');
    expect(list).not.to.have.property('429');
  });

  it('refers only to schemas that it has', () => {
    const refs = refsIn(document);
    expect(refs.length).to.be.greaterThan(50);
    for (const ref of new Set(refs)) expect(document.components['schemas'], ref).to.have.property(ref.replace('#/components/schemas/', ''));
  });

  it('describes every path parameter', () => {
    for (const route of coreRoutes) {
      const named = [...route.path.matchAll(/:(\w+)/gu)].map((match) => match[1]);
      const operation = document.paths[route.path.replaceAll(/:(\w+)/gu, '{$1}')]?.[route.method];
      const parameters: unknown = operation?.['parameters'];
      const described = Array.isArray(parameters)
        ? parameters.filter((parameter: { in: string }) => parameter.in === 'path').map((parameter: { name: string }) => parameter.name)
        : [];
      expect(described, route.path).to.deep.equal(named);
    }
  });

  it('says what the validation says', () => {
    const start = document.paths['/process-instances']?.['post']?.['requestBody']?.['content']?.['application/json']?.['schema'];
    expect(start).to.have.property('additionalProperties', false);
    expect(start).to.deep.include({ required: ['processId'] });
    const tasks: unknown = document.paths['/tasks']?.['get']?.['parameters'];
    expect(tasks).to.deep.include({
      name: 'filter',
      in: 'query',
      required: false,
      schema: { default: 'all', type: 'string', enum: ['all', 'mine', 'groups', 'unassigned', 'overdue'] },
    });
  });

  it('is served with a page to try it, which loads nothing from other servers', async () => {
    const server = await startServer();
    const description = await call(server, 'GET', '/openapi.json');
    const page = await call(server, 'GET', '/docs');
    const script = await call(server, 'GET', '/docs/page.js');
    const style = await call(server, 'GET', '/docs/page.css');
    await server.close();
    expect(description.body).to.have.property('openapi', '3.1.0');
    expect([page, script, style].map((answer) => [answer.status, answer.headers.get('content-type')])).to.deep.equal([
      [200, 'text/html; charset=utf-8'],
      [200, 'text/javascript; charset=utf-8'],
      [200, 'text/css; charset=utf-8'],
    ]);
    expect(page.text + script.text + style.text).not.to.match(/https?:\/\//u);
    // Parses as a module: the page would stay empty otherwise.
    expect(() => new Script(`(async () => {${script.text}})`)).not.to.throw();
  });
});
