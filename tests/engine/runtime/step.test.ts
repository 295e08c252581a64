import { expect } from 'chai';
import { z } from 'zod';
import { EngineError } from '../../../engine/port/engine.ts';
import { BusinessError, defineOperation } from '../../../engine/port/module-contract.ts';
import { parseRecords } from '../../../engine/state/index.ts';
import { bpmn, flow, path, serviceTask } from '../../support/bpmn.ts';
import { createTestDatabase, type TestDatabase } from '../../support/database.ts';
import { ANNA, createTestEngine, eventually, type TestEngine } from '../../support/engine.ts';

const STOCK = { name: '20261121_90_stock', up: ['create table stock (key text not null, quantity integer not null)'] };
const text = (en: string) => ({ en });
let failures = 0;

const book = defineOperation({
  topic: 'test.stock.book',
  title: text('Book'),
  description: text('Books stock'),
  icon: 'box',
  input: z.object({ quantity: z.number() }),
  output: z.object({ booked: z.number() }),
  errors: [{ code: 'INSUFFICIENT_STOCK', title: text('Too little') }],
  transactional: true,
  async run(context, { quantity }) {
    await context.sql.query('insert into stock (key, quantity) values ($1, $2)', [context.idempotencyKey, quantity]);
    if (quantity > 100)
      throw new BusinessError('INSUFFICIENT_STOCK', 'Expected enough stock, but there is too little.', { missing: quantity - 100 });
    if (failures > 0) {
      failures -= 1;
      throw new Error('the printer is on fire');
    }
    return { booked: quantity };
  },
});

const SHIP = bpmn(
  'ship',
  `
  <bpmn:startEvent id="start" /><bpmn:userTask id="pick" name="Pick goods" />
  ${serviceTask('book', 'test.stock.book')}
  <bpmn:boundaryEvent id="short" attachedToRef="book"><bpmn:errorEventDefinition id="shortDefinition" errorRef="tooLittle" /></bpmn:boundaryEvent>
  <bpmn:endEvent id="done" /><bpmn:endEvent id="shortEnd" />
  ${path('start', 'pick', 'book', 'done')} ${flow('short', 'shortEnd')}`,
  '<bpmn:error id="tooLittle" name="Too little" errorCode="INSUFFICIENT_STOCK" />',
);

/** The code with which a command is refused; null when it is done. */
const codeOf = (command: Promise<unknown>): Promise<unknown> =>
  command.then(
    () => null,
    (error: unknown) => (error instanceof EngineError ? error.code : error),
  );

describe('A step', () => {
  let database: TestDatabase;
  let test: TestEngine;
  const rows = async <Row extends object>(sql: string, values: readonly unknown[] = []): Promise<Row[]> =>
    (await database.pool.query<Row>(sql, [...values])).rows;

  before(async function () {
    this.timeout(60_000);
    database = await createTestDatabase([STOCK]);
    test = createTestEngine(database, [book]);
    const result = await test.engine.deploy([{ name: 'ship.bpmn', content: SHIP }], null, ANNA);
    expect(result.kind, JSON.stringify(result)).to.equal('deployed');
  });
  after(async () => {
    await test.close();
    await database.close();
  });

  it('commits the operation and the token together', async () => {
    const started = await test.engine.startProcess({ processId: 'ship', businessKey: 'SO-1', variables: { quantity: 3 } }, ANNA);
    expect(started.openedTaskIds).to.have.lengthOf(1);
    const done = await test.engine.completeTask(started.openedTaskIds[0] ?? '', {}, ANNA);
    expect(done.status).to.equal('completed');
    expect(done.performed.map((work) => [work.work, work.outcome, work.output])).to.deep.equal([
      ['test.stock.book', 'completed', { booked: 3 }],
    ]);
    const [instance] = await rows<{ status: string; journal_count: string }>(
      'select status, journal_count from process_instance where id = $1',
      [started.instanceId],
    );
    expect(instance).to.deep.equal({ status: 'completed', journal_count: '2' });
    const [last] = await rows<{
      command: { kind: string; then: { after: number; command: { kind: string } }[] };
      records: string;
    }>('select command, records::text as records from journal where instance_id = $1 order by sequence desc limit 1', [started.instanceId]);
    expect(last?.command.kind).to.equal('completeTask');
    expect(last?.command.then.map(({ command }) => command.kind)).to.deep.equal(['completeJob']);
    const begins = parseRecords(last?.records ?? '[]')[last?.command.then[0]?.after ?? -1];
    expect(begins, 'the first record of the job').to.deep.include({ kind: 'waitClosed' });
    expect(await rows('select quantity from stock where key like $1', [`${started.instanceId}:%`])).to.deep.equal([{ quantity: 3 }]);
    expect(await rows('select topic, result from op_log where instance_id = $1', [started.instanceId])).to.deep.equal([
      { topic: 'test.stock.book', result: { booked: 3 } },
    ]);
    expect(await rows('select status, completed_by from task where instance_id = $1', [started.instanceId])).to.deep.equal([
      { status: 'completed', completed_by: 'anna' },
    ]);
  });

  it('turns a business refusal into a BPMN error and takes back what the operation wrote', async () => {
    const started = await test.engine.startProcess({ processId: 'ship', variables: { quantity: 500 } }, ANNA);
    const done = await test.engine.completeTask(started.openedTaskIds[0] ?? '', {}, ANNA);
    expect(done.status).to.equal('completed');
    expect(done.performed[0]).to.include({ outcome: 'error', errorCode: 'INSUFFICIENT_STOCK' });
    expect(await rows('select * from stock where key like $1', [`${started.instanceId}:%`])).to.deep.equal([]);
    const ends = await rows<{ element_id: string }>(`select element_id from activity where instance_id = $1 and kind = 'endEvent'`, [
      started.instanceId,
    ]);
    expect(ends).to.deep.equal([{ element_id: 'shortEnd' }]);
  });

  it('keeps the task completed when the operation fails for a technical reason, and tries the operation again', async () => {
    const started = await test.engine.startProcess({ processId: 'ship', variables: { quantity: 7 } }, ANNA);
    failures = 1;
    const step = await test.engine.completeTask(started.openedTaskIds[0] ?? '', {}, ANNA);
    expect(step.status).to.equal('active');
    expect(await rows('select * from stock where key like $1', [`${started.instanceId}:%`])).to.deep.equal([]);
    const [job] = await rows<{ retries_left: number; attempts: number; last_error: string }>(
      'select retries_left, attempts, last_error from job where instance_id = $1',
      [started.instanceId],
    );
    expect(job).to.deep.equal({ retries_left: 2, attempts: 1, last_error: 'test.stock.book: the printer is on fire' });
  });

  it('does a command with an id once, and refuses the same id for another request', async () => {
    const commandId = `test-${Date.now()}`;
    const request = { processId: 'ship', variables: { quantity: 1 }, commandId };
    const [first, second] = await Promise.all([test.engine.startProcess(request, ANNA), test.engine.startProcess(request, ANNA)]);
    expect(second).to.deep.equal(first);
    expect(await codeOf(test.engine.startProcess({ ...request, variables: { quantity: 2 } }, ANNA))).to.equal('IDEMPOTENCY_KEY_REUSED');
  });

  it('answers a command that is sent to another node while it waits for the first one like that one, and refuses any other', async () => {
    const other = createTestEngine(database, [book]);
    const holder = await database.pool.connect();
    try {
      const started = await test.engine.startProcess({ processId: 'ship', variables: { quantity: 2 } }, ANNA);
      const taskId = started.openedTaskIds[0] ?? '';
      await holder.query('begin');
      await holder.query('select from process_instance where id = $1 for update', [started.instanceId]);
      const waiting = (count: number): Promise<true> =>
        eventually(async () => {
          const found = await rows(`select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`);
          return found.length === count ? true : null;
        }, `${count} steps to wait for the instance`);
      const first = test.engine.completeTask(taskId, {}, ANNA, 'sent-twice');
      await waiting(1);
      // Each has looked for the answer of its command by now, and found none.
      const again = other.engine.completeTask(taskId, {}, ANNA, 'sent-twice');
      await waiting(2);
      const late = codeOf(test.engine.completeTask(taskId, {}, ANNA, 'late'));
      await holder.query('rollback');
      expect(await again).to.deep.equal(await first);
      expect(await late).to.equal('TASK_NOT_OPEN');
    } finally {
      holder.release(true);
      await other.close();
    }
  });
});
