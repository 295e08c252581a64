import { expect } from 'chai';
import { auditCommand } from '../../../engine/command/audit.ts';
import { bpmn, path } from '../../support/bpmn.ts';
import { collectOutput } from '../../support/command-output.ts';
import { createTestDatabase, type TestDatabase } from '../../support/database.ts';
import { ANNA, createTestEngine, type TestEngine } from '../../support/engine.ts';

const CLERK = bpmn(
  'clerk',
  `<bpmn:startEvent id="start"/><bpmn:userTask id="ask"/><bpmn:userTask id="check"/><bpmn:endEvent id="end"/>${path('start', 'ask', 'check', 'end')}`,
);
const CALLER = bpmn(
  'caller',
  `<bpmn:startEvent id="start"/><bpmn:callActivity id="call"><bpmn:extensionElements><zeebe:calledElement processId="clerk"/></bpmn:extensionElements></bpmn:callActivity>
   <bpmn:endEvent id="end"/>${path('start', 'call', 'end')}`,
);
/** More than one page of the audit. */
const LONG_JOURNAL = 520;

describe('lanework audit verify', function () {
  this.timeout(60_000);
  let database: TestDatabase;
  let test: TestEngine;
  before(async () => {
    database = await createTestDatabase();
    test = createTestEngine(database);
    await test.engine.deploy(
      [
        { name: 'clerk.bpmn', content: CLERK },
        { name: 'caller.bpmn', content: CALLER },
      ],
      null,
      ANNA,
    );
  });
  after(async () => {
    await test.close();
    await database.close();
  });

  /** An instance with three journal rows. */
  async function complete(processId = 'clerk'): Promise<string> {
    const started = await test.engine.startProcess({ processId, variables: {} }, ANNA);
    const next = await test.engine.completeTask(started.openedTaskIds[0] ?? '', {}, ANNA);
    await test.engine.completeTask(next.openedTaskIds[0] ?? '', {}, ANNA);
    return started.instanceId;
  }

  async function audit(
    ...args: readonly string[]
  ): Promise<{ readonly code: number; readonly answers: readonly string[]; readonly errors: string }> {
    const output = collectOutput();
    const code = await auditCommand(args, output, { pool: database.pool, modules: [] });
    return { code, answers: output.answers, errors: output.errors.join('\n') };
  }

  /** As a superuser who switches the triggers off; undone afterwards. */
  async function tamperedWith(work: readonly string[], look: () => Promise<void>): Promise<void> {
    const saved = 'create table saved as table journal; create table saved_instance as table process_instance';
    await database.pool.query(`${saved}; set session_replication_role = replica; ${work.join(';')}; set session_replication_role = origin`);
    try {
      await look();
    } finally {
      await database.pool.query(
        `set session_replication_role = replica; delete from journal; insert into journal select * from saved; delete from process_instance;
         insert into process_instance select * from saved_instance; drop table saved, saved_instance; set session_replication_role = origin`,
      );
    }
  }

  const rowOf = (root: string, number: number): string =>
    `(select sequence from journal where root_instance_id = '${root}' order by sequence offset ${number} limit 1)`;

  it('finds nothing in journals of many pages, called instances and ended ones', async () => {
    await complete();
    await complete('caller');
    const long = await test.engine.startProcess({ processId: 'clerk', variables: {} }, ANNA);
    for (let n = 1; n < LONG_JOURNAL; n += 1) await test.engine.setVariables(long.instanceId, null, { n }, ANNA);
    const { code, answers, errors } = await audit('verify');
    expect(errors).to.equal('');
    expect(code).to.equal(0);
    expect(JSON.parse(answers[0] ?? '')).to.deep.equal({ trees: 3, journalRows: LONG_JOURNAL + 8, problems: 0 });
  });

  it('looks at the call tree of one instance, also of a called one, when it is named', async () => {
    const root = await complete('caller');
    const called = await database.pool.query<{ id: string }>('select id from process_instance where caller_instance_id = $1', [root]);
    for (const id of [root, called.rows[0]?.id ?? '']) {
      const { code, answers } = await audit('verify', '--instance', id);
      expect(code).to.equal(0);
      expect(JSON.parse(answers[0] ?? '')).to.include({ trees: 1, problems: 0 });
    }
    expect((await audit('verify', '--instance', 'nobody')).code).to.equal(2);
    expect((await audit('verify', '--instance')).code).to.equal(2);
    expect((await audit('repair')).code).to.equal(2);
  });

  const tamperings: Readonly<Record<string, { readonly work: (root: string) => readonly string[]; readonly found: RegExp }>> = {
    'a changed actor': {
      work: (root) => [`update journal set actor = replace(actor::text, 'anna', 'carl')::json where sequence = ${rowOf(root, 1)}`],
      found: /its content was changed/,
    },
    'a changed record': {
      work: (root) => [`update journal set records = replace(records::text, '"check"', '"ask"')::json where sequence = ${rowOf(root, 1)}`],
      found: /its content was changed/,
    },
    'a record in no form that is known': {
      work: (root) => [`update journal set records = '[["nothing"]]' where sequence = ${rowOf(root, 1)}`],
      found: /Expected the records of journal row \d+ to apply, but: Expected a record, or one in a known form, but found \["nothing"\]/,
    },
    'a changed time': {
      work: (root) => [`update journal set at = at - interval '1 hour' where sequence = ${rowOf(root, 2)}`],
      found: /its content was changed/,
    },
    'a row taken out': {
      work: (root) => [`delete from journal where sequence = ${rowOf(root, 1)}`],
      found: /a row is missing or was put in/,
    },
    'the last row taken out': {
      work: (root) => [`delete from journal where sequence = ${rowOf(root, 2)}`],
      found: /Expected 3 journal rows .* but found 2/,
    },
    'a row put in': {
      work: (root) => [
        `insert into journal select nextval('journal_sequence'), root_instance_id, instance_id, at, command, actor, '[]', hash, hash from journal where sequence = ${rowOf(root, 2)}`,
      ],
      found: /its content was changed/,
    },
    'two rows in each other’s place': {
      work: (root) => [
        `create temporary table swapped as select sequence as mine, (select min(j.sequence) + max(j.sequence) from journal j where j.sequence in (${rowOf(root, 1)}, ${rowOf(root, 2)})) - sequence as other
           from journal where sequence in (${rowOf(root, 1)}, ${rowOf(root, 2)})`,
        `update journal set sequence = -sequence where sequence in (select mine from swapped)`,
        `update journal set sequence = other from swapped where sequence = -mine`,
        'drop table swapped',
      ],
      found: /a row is missing or was put in/,
    },
    'a changed state': {
      work: (root) => [`update process_instance set state = jsonb_set(state, '{steps}', '7') where id = '${root}'`],
      found: /the stored state differs in steps/,
    },
    'an instance taken out': {
      work: (root) => [`delete from process_instance where id = '${root}'`],
      found: /which has 3 journal rows, but it is not there/,
    },
  };
  for (const [name, { work, found }] of Object.entries(tamperings))
    it(`finds and names ${name}`, async () => {
      const root = await complete();
      await tamperedWith(work(root), async () => {
        const { code, answers, errors } = await audit('verify');
        expect(code).to.equal(1);
        expect(errors).to.match(found).and.to.contain(root);
        expect(JSON.parse(answers[0] ?? ''))
          .to.have.property('problems')
          .that.is.greaterThan(0);
        const json = await audit('verify', '--json');
        expect(JSON.parse(json.answers[0] ?? '')).to.have.property('rootInstanceId', root);
        expect(json.errors).to.equal('');
      });
      expect((await audit('verify')).code).to.equal(0);
    });
});
