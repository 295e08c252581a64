import { expect } from 'chai';
import { readFileSync } from 'node:fs';
import { call, startServer, type TestServer } from './http-fixture.ts';

const fixture = (name: string): string => readFileSync(new URL(`../parse/translate/fixture/camunda/${name}.bpmn`, import.meta.url), 'utf8');

interface Answer {
  readonly resources: readonly { readonly name: string; readonly content: string }[];
  readonly reports: readonly {
    readonly resource: string;
    readonly counts: object;
    readonly entries: readonly { readonly original: string }[];
  }[];
  readonly findings: readonly { readonly rule: string }[];
}

describe('An import over HTTP', () => {
  let server: TestServer;
  before(async () => {
    server = await startServer();
  });
  after(async () => {
    await server.close();
  });

  async function importFiles(resources: readonly object[]): Promise<Answer> {
    const { status, body } = await call(server, 'POST', '/imports', { as: 'ana', body: { resources } });
    expect(status).to.equal(200);
    // The schema of the answer is checked by the route itself.
    return body as unknown as Answer;
  }

  it('gives back the translated diagram, the forms made of form fields, and the report', async () => {
    const { resources, reports } = await importFiles([{ name: 'loan.bpmn', content: fixture('form-fields') }]);
    expect(resources.map(({ name }) => name)).to.deep.equal(['loan.bpmn', 'fields-form.form']);
    expect(resources[0]?.content).to.include('<zeebe:formDefinition formId="loan" />').and.include('camunda:formKey=');
    expect(reports.map(({ resource, counts }) => ({ resource, counts }))).to.deep.equal([
      { resource: 'loan.bpmn', counts: { converted: 14, approximated: 1, attention: 4, dropped: 0 } },
    ]);
  });

  it('keeps a form that came with the diagram, and says nothing about files without anything foreign', async () => {
    const form = { name: 'fields-form.form', content: '{"id":"fields-form","components":[]}' };
    const { resources } = await importFiles([{ name: 'loan.bpmn', content: fixture('form-fields') }, form]);
    expect(resources.filter(({ name }) => name.endsWith('.form'))).to.deep.equal([form]);
    expect((await importFiles([form])).reports).to.deep.equal([]);
  });

  it('tells what a deployment would refuse', async () => {
    const { findings } = await importFiles([{ name: 'a.bpmn', content: fixture('refused-condition') }]);
    expect(findings.map(({ rule }) => rule)).to.include('foreign-refused');
    expect((await importFiles([{ name: 'a.bpmn', content: 'no XML' }])).findings).to.not.deep.equal([]);
  });

  it('is not for employees', async () => {
    const body = { resources: [{ name: 'a.bpmn', content: '<a/>' }] };
    expect((await call(server, 'POST', '/imports', { as: 'eva', body })).status).to.equal(403);
  });
});
