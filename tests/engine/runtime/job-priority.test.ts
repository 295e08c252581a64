import { expect } from 'chai';
import { z } from 'zod';
import { defineOperation } from '../../../engine/port/module-contract.ts';
import { bpmn, path, serviceTask } from '../../support/bpmn.ts';
import { createTestDatabase, type TestDatabase } from '../../support/database.ts';
import { ANNA, createTestEngine, eventually, type TestEngine } from '../../support/engine.ts';
import { titled } from '../../support/operation.ts';

/** More than the seconds that a test takes. */
const URGENCIES = [0, -9_000, 60_000, -2_147_483_648, 9_000, 2_147_483_647];
const BY_URGENCY = URGENCIES.toSorted((one, other) => other - one);

const ran: number[] = [];
const note = defineOperation({
  ...titled('test.note'),
  input: z.object({ urgency: z.number() }),
  output: z.object({}),
  errors: [],
  run(_context, { urgency }) {
    ran.push(urgency);
    return Promise.resolve({});
  },
});
/** Leaves its job as a row that is due much later. */
const refuse = defineOperation({
  ...titled('test.refuse'),
  priority: 7,
  input: z.object({}),
  output: z.object({}),
  errors: [],
  run: () => Promise.reject(new Error('not today')),
});

const priority = (text: string): string => `<zeebe:jobPriorityDefinition priority="${text}" />`;
const processOf = (id: string, work: string, own = ''): string =>
  bpmn(
    id,
    `${own === '' ? '' : `<bpmn:extensionElements>${own}</bpmn:extensionElements>`}<bpmn:startEvent id="start" />${work}<bpmn:endEvent id="end" />${path('start', 'work', 'end')}`,
  );
const PROCESSES = {
  noted: processOf('noted', serviceTask('work', 'test.note', 3, priority('=urgency'))),
  outside: processOf('outside', serviceTask('work', 'far-away'), priority('=urgency')),
  plain: processOf('plain', serviceTask('work', 'test.refuse')),
  prior: processOf('prior', serviceTask('work', 'test.refuse', 3, priority('=urgency'))),
};

describe('Jobs with a priority', () => {
  let database: TestDatabase;
  /** Has no operations, so that what it starts is left as rows. */
  let starter: TestEngine;
  let node: TestEngine;
  before(async function () {
    this.timeout(60_000);
    database = await createTestDatabase();
    starter = createTestEngine(database);
    node = createTestEngine(database, [note, refuse]);
    const files = Object.entries(PROCESSES).map(([name, content]) => ({ name: `${name}.bpmn`, content }));
    const deployed = await starter.engine.deploy(files, null, ANNA);
    expect(deployed.kind, JSON.stringify(deployed)).to.equal('deployed');
  });
  after(async () => {
    await starter.close();
    await node.close();
    await database.close();
  });
  const start = async (engine: TestEngine, processId: string, variables: { readonly urgency?: number | string } = {}) =>
    (await engine.engine.startProcess({ processId, variables }, ANNA)).instanceId;
  const startAll = async (processId: string): Promise<void> => {
    for (const urgency of URGENCIES) await start(starter, processId, { urgency });
  };
  const prioritiesOf = async (instanceId: string): Promise<readonly number[]> =>
    (await database.pool.query<{ priority: number }>('select priority from job where instance_id = $1', [instanceId])).rows.map(
      (row) => row.priority,
    );

  it('are handed to outside workers in the order of urgency', async () => {
    await startAll('outside');
    const request = { type: 'far-away', worker: 'w', leaseMs: 60_000, waitMs: 0 };
    const [first] = await node.engine.activateJobs({ ...request, maxJobs: 1 });
    const others = await node.engine.activateJobs({ ...request, maxJobs: 10 });
    expect([first, ...others].map((job) => job?.variables['urgency'])).to.deep.equal(BY_URGENCY);
  });

  it('are taken by our own worker in the order of urgency, also those of the lowest', async () => {
    await startAll('noted');
    node.startWorker({ concurrency: 1 });
    await eventually(() => Promise.resolve(ran.length === URGENCIES.length ? true : null), 'all jobs to be done');
    expect(ran).to.deep.equal(BY_URGENCY);
  });

  it('have the priority of the diagram, else that of their operation', async () => {
    expect(await prioritiesOf(await start(node, 'plain'))).to.deep.equal([7]);
    expect(await prioritiesOf(await start(node, 'prior', { urgency: 0 }))).to.deep.equal([0]);
    expect(await prioritiesOf(await start(node, 'prior', { urgency: -3 }))).to.deep.equal([-3]);
  });

  it('are not opened while their priority is no whole number of 32 bits, which is an incident', async () => {
    const instanceId = await start(node, 'prior', { urgency: 3_000_000_000 });
    const { rows } = await database.pool.query<{ id: string; message: string }>('select id, message from incident where instance_id = $1', [
      instanceId,
    ]);
    expect(rows.map(({ message }) => message)).to.deep.equal([
      'Expected a whole number from -2147483648 to 2147483647 from the job priority =urgency, but found 3000000000.',
    ]);
    expect(await prioritiesOf(instanceId)).to.deep.equal([]);
    await node.engine.setVariables(instanceId, null, { urgency: 3 }, ANNA);
    await node.engine.resolveIncident(rows[0]?.id ?? '', 1, ANNA);
    expect(await prioritiesOf(instanceId)).to.deep.equal([3]);
  });
});
