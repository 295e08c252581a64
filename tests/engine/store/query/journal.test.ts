import { expect } from 'chai';
import { z } from 'zod';
import { defineOperation } from '../../../../engine/port/module-contract.ts';
import { createQueries } from '../../../../engine/store/query/index.ts';
import { bpmn, path, serviceTask } from '../../../support/bpmn.ts';
import { createTestDatabase, type TestDatabase } from '../../../support/database.ts';
import { ANNA, createTestEngine, type TestEngine } from '../../../support/engine.ts';
import { titled } from '../../../support/operation.ts';

const count = defineOperation({
  ...titled('test.count'),
  input: z.object({ counted: z.number().optional() }).loose(),
  output: z.object({ counted: z.number().optional() }),
  run: (_context, { start, counted }) => Promise.resolve(start === undefined ? {} : { counted: (counted ?? 0) + 1 }),
});
const PROCESS = bpmn(
  'counting',
  `<bpmn:startEvent id="start" />${serviceTask('a', 'test.count')}${serviceTask('b', 'test.count')}<bpmn:userTask id="look" name="Look" />
  ${serviceTask('c', 'test.count')}<bpmn:endEvent id="end" />${path('start', 'a', 'b', 'look', 'c', 'end')}`,
);

describe('The journal of an instance', () => {
  let database: TestDatabase;
  let test: TestEngine;
  before(async function () {
    this.timeout(60_000);
    database = await createTestDatabase();
    test = createTestEngine(database, [count]);
    expect((await test.engine.deploy([{ name: 'counting.bpmn', content: PROCESS }], null, ANNA)).kind).to.equal('deployed');
  });
  after(async () => {
    await test.close();
    await database.close();
  });

  it('shows each command with those that it led to, written out, and where their records begin', async () => {
    const { instanceId, openedTaskIds } = await test.engine.startProcess({ processId: 'counting', variables: {} }, ANNA);
    await test.engine.completeTask(openedTaskIds[0] ?? '', { start: true }, ANNA);
    const { items } = await createQueries(database.pool).journal(instanceId, { limit: 10, cursor: null });
    expect(items.map(({ command }) => command['kind'])).to.deep.equal(['start', 'completeTask']);
    const led = items.map(({ command, records }) =>
      (command['then'] as readonly { readonly after: number; readonly command: { readonly variables: object } }[]).map((each) => ({
        ...each,
        begins: (records[each.after] as { readonly kind: string }).kind,
      })),
    );
    const completed = (after: number, jobId: string, variables: object) => ({
      after,
      command: { kind: 'completeJob', jobId, variables },
      begins: 'waitClosed',
    });
    expect(led).to.deep.equal([[completed(9, '4', {}), completed(15, '6', {})], [completed(7, '10', { counted: 1 })]]);
  });
});
