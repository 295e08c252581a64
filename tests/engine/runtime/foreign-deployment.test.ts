import { expect } from 'chai';
import { readFileSync } from 'node:fs';
import { createTestDatabase, type TestDatabase } from '../../support/database.ts';
import { ANNA, createTestEngine, type TestEngine } from '../../support/engine.ts';

const fixture = (name: string): string => readFileSync(new URL(`../parse/translate/fixture/camunda/${name}.bpmn`, import.meta.url), 'utf8');

describe('A diagram of another engine in production', () => {
  let database: TestDatabase;
  let test: TestEngine;
  before(async function () {
    this.timeout(60_000);
    database = await createTestDatabase();
    test = createTestEngine(database);
  });
  after(async () => {
    await test.close();
    await database.close();
  });

  const forms = async (): Promise<readonly unknown[]> =>
    (await database.pool.query('select form_id, resource_name from form order by version')).rows;

  it('is deployed as it is, with warnings about what was translated and the forms made of its form fields', async () => {
    const content = fixture('form-fields');
    const deployed = await test.engine.deploy([{ name: 'loan.bpmn', content }], null, ANNA);
    expect(deployed.kind).to.equal('deployed');
    expect(deployed.findings.map(({ rule }) => rule)).to.include.members(['foreign-translated', 'foreign-attention']);
    expect(await forms()).to.deep.equal([{ form_id: 'fields-form', resource_name: 'fields-form.form' }]);
  });

  it('keeps a form that comes with it, wherever it stands among the files', async () => {
    const own = { name: 'mine.form', content: '{"id":"fields-form","type":"default","components":[]}' };
    const deployed = await test.engine.deploy([{ name: 'loan.bpmn', content: fixture('form-fields') }, own], null, ANNA);
    expect(deployed.kind).to.equal('deployed');
    expect((await forms()).at(-1)).to.deep.equal({ form_id: 'fields-form', resource_name: 'mine.form' });
  });

  it('runs: its people get their tasks', async () => {
    await test.engine.deploy([{ name: 'people.bpmn', content: fixture('people') }], null, ANNA);
    const variables = { boss: 'eve', group: 'office' };
    const { openedTaskIds } = await test.engine.startProcess({ processId: 'process', variables }, ANNA);
    const { rows } = await database.pool.query('select assignee, candidate_groups, priority from task where id = any($1)', [openedTaskIds]);
    expect(rows).to.deep.equal([{ assignee: 'eve', candidate_groups: ['sales', 'office'], priority: 70 }]);
  });
});
