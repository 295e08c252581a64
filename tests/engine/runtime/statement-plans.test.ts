import { expect } from 'chai';
import { z } from 'zod';
import { BusinessError, defineOperation } from '../../../engine/port/module-contract.ts';
import { bpmn, flow, path, serviceTask } from '../../support/bpmn.ts';
import { createTestDatabase, type TestDatabase } from '../../support/database.ts';
import { ANNA, createTestEngine, type TestEngine } from '../../support/engine.ts';
import { titled } from '../../support/operation.ts';

const SETTINGS = `select current_setting('enable_seqscan') as scan, current_setting('plan_cache_mode') as mode`;
const AS_USUAL = { scan: 'on', mode: 'auto' };
const BY_KEY = { scan: 'off', mode: 'force_generic_plan' };

/** Asks twice how its statements are planned, and refuses when it is told to. */
const seen: unknown[] = [];
const look = defineOperation({
  ...titled('test.look'),
  input: z.object({ refuses: z.boolean() }),
  output: z.object({}),
  errors: [{ code: 'REFUSED', title: { en: 'Refused' } }],
  async run({ sql }, { refuses }) {
    for (let time = 0; time < 2; time += 1) seen.push((await sql.query(SETTINGS)).rows[0]);
    if (refuses) throw new BusinessError('REFUSED', 'Expected no refusal, but found one.');
    return {};
  },
});

const LOOKING = bpmn(
  'looking',
  `<bpmn:startEvent id="start" />${serviceTask('one', 'test.look')}${serviceTask('two', 'test.look')}
  <bpmn:boundaryEvent id="refused" attachedToRef="one"><bpmn:errorEventDefinition id="definition" errorRef="anyError" /></bpmn:boundaryEvent>
  <bpmn:endEvent id="end" /><bpmn:endEvent id="other" />${path('start', 'one', 'two', 'end')}${flow('refused', 'other')}`,
  '<bpmn:error id="anyError" errorCode="REFUSED" />',
);

describe('Statements of a step', () => {
  let database: TestDatabase;
  let test: TestEngine;
  const atCommit: unknown[] = [];
  before(async function () {
    this.timeout(60_000);
    database = await createTestDatabase();
    test = createTestEngine(database, [look]);
    await test.engine.deploy([{ name: 'looking.bpmn', content: LOOKING }], null, ANNA);
    database.pool.on('acquire', (client) => {
      const send = client.query.bind(client) as (...args: readonly unknown[]) => Promise<{ readonly rows: readonly unknown[] }>;
      Object.assign(client, {
        query: async (...args: readonly unknown[]) => {
          if (args[0] === 'commit') atCommit.push((await send(SETTINGS)).rows[0]);
          return send(...args);
        },
      });
    });
  });
  after(async () => {
    await test.close();
    await database.close();
  });
  beforeEach(() => {
    seen.length = 0;
    atCommit.length = 0;
  });

  for (const refuses of [false, true])
    it(`are planned by their keys, those of modules as usual${refuses ? ', also after one that was taken back' : ''}`, async () => {
      const { status } = await test.engine.startProcess({ processId: 'looking', variables: { refuses } }, ANNA);
      expect(status).to.equal('completed');
      expect(seen).to.have.lengthOf.at.least(2);
      for (const each of seen) expect(each).to.deep.equal(AS_USUAL);
      expect(atCommit).to.have.lengthOf.at.least(1);
      for (const each of atCommit) expect(each).to.deep.equal(BY_KEY);
    });

  it('leave the connection as it was', async () => {
    expect((await database.pool.query(SETTINGS)).rows).to.deep.equal([AS_USUAL]);
  });
});
