import { expect } from 'chai';
import { asElementId } from '../../../engine/model/index.ts';
import type { Instruction } from '../../../engine/model/index.ts';
import { EngineError } from '../../../engine/port/engine.ts';
import { verifyTree } from '../../../engine/runtime/verify-tree.ts';
import { readTree } from '../../../engine/store/audit-rows.ts';
import { readTokens } from '../../../engine/store/query/token-query.ts';
import { bpmn, flow, path, serviceTask } from '../../support/bpmn.ts';
import { createTestDatabase, type TestDatabase } from '../../support/database.ts';
import { ANNA, createTestEngine, type TestEngine } from '../../support/engine.ts';

const boundary = (id: string, host: string, definition: string): string =>
  `<bpmn:boundaryEvent id="${id}" attachedToRef="${host}">${definition}</bpmn:boundaryEvent><bpmn:endEvent id="${id}End" />${flow(id, `${id}End`)}`;
const timer = (duration: string): string =>
  `<bpmn:timerEventDefinition><bpmn:timeDuration xsi:type="bpmn:tFormalExpression">${duration}</bpmn:timeDuration></bpmn:timerEventDefinition>`;
const message = '<bpmn:messageEventDefinition messageRef="stop" />';
const STOP = '<bpmn:message id="stop" name="Stop" />';

const order = (check: string, extra: string): string =>
  bpmn(
    'repair',
    `<bpmn:startEvent id="start" /><bpmn:userTask id="${check}" name="${check}" />${serviceTask('outside', 'worker.outside')}
    <bpmn:userTask id="pack" name="Pack" /><bpmn:endEvent id="done" />${path('start', check, 'outside', 'pack', 'done')}${extra}`,
    STOP,
  );

const FIRST = order('check', boundary('late', 'check', timer('P1D')));
const SECOND = order('inspect', boundary('late', 'inspect', timer('P1D')) + boundary('halt', 'inspect', message));
const beforeElement = (elementId: string) => ({
  place: { kind: 'before', elementId: asElementId(elementId) } as const,
  ancestorScopeId: null,
  loopInstance: false,
  variables: [],
});
const element = (elementId: string) => ({ kind: 'element', elementId: asElementId(elementId) }) as const;

describe('Repairing instances', () => {
  let database: TestDatabase;
  let test: TestEngine;
  let [first, second] = ['', ''];
  const rows = async <Row extends object>(sql: string, values: readonly unknown[] = []): Promise<Row[]> =>
    (await database.pool.query<Row>(sql, [...values])).rows;
  const deploy = async (content: string): Promise<string> => {
    const result = await test.engine.deploy([{ name: 'repair.bpmn', content }], null, ANNA);
    if (result.kind === 'refused') throw new Error(JSON.stringify(result.findings));
    return result.definitions[0]?.definitionId ?? '';
  };
  const start = async (): Promise<string> =>
    (await test.engine.startProcess({ processId: 'repair', version: 1, variables: {} }, ANNA)).instanceId;
  const refusalOf = async (work: Promise<unknown>): Promise<EngineError> => {
    try {
      await work;
    } catch (error) {
      if (error instanceof EngineError) return error;
      throw error;
    }
    throw new Error('Expected a refusal, but there was none.');
  };
  const isSound = async (instanceId: string): Promise<void> => {
    expect(verifyTree(await readTree(database.pool, instanceId))).to.deep.equal([]);
  };

  before(async function () {
    this.timeout(60_000);
    database = await createTestDatabase([]);
    test = createTestEngine(database);
    first = await deploy(FIRST);
    second = await deploy(SECOND);
  });
  after(async () => {
    await test.close();
    await database.close();
  });

  it('moves a token: the task is cancelled, its timer is gone, the job is there, and the journal tells who did it', async () => {
    const id = await start();
    const instructions: readonly Instruction[] = [{ kind: 'move', from: element('check'), ...beforeElement('outside') }];
    const preview = await test.engine.previewModification(id, instructions, ANNA);
    expect(preview).to.deep.equal({ problems: [], entered: ['outside'], cancelled: ['check'], status: 'active' });
    expect(await rows('select status from task where instance_id = $1', [id])).to.deep.equal([{ status: 'open' }]);
    await test.engine.modifyInstance(id, instructions, ANNA);
    expect(await rows('select status from task where instance_id = $1', [id])).to.deep.equal([{ status: 'cancelled' }]);
    expect(await rows('select 1 from timer where instance_id = $1', [id])).to.deep.equal([]);
    expect(await rows('select type, element_id from job where instance_id = $1', [id])).to.deep.equal([
      { type: 'worker.outside', element_id: 'outside' },
    ]);
    const [row] = await rows<{ kind: string; actor: string }>(
      `select command ->> 'kind' as kind, actor ->> 'id' as actor from journal where instance_id = $1 order by sequence desc limit 1`,
      [id],
    );
    expect(row).to.deep.equal({ kind: 'modify', actor: 'anna' });
    await isSound(id);
  });

  it('refuses with every problem and writes nothing', async () => {
    const id = await start();
    const instructions: readonly Instruction[] = [
      { kind: 'add', ...beforeElement('nowhere') },
      { kind: 'cancel', from: element('pack') },
    ];
    const refusal = await refusalOf(test.engine.modifyInstance(id, instructions, ANNA));
    expect(refusal.code).to.equal('MODIFICATION_REFUSED');
    expect((refusal.details['problems'] as { code: string }[]).map(({ code }) => code)).to.deep.equal([
      'UNKNOWN_ELEMENT',
      'NOTHING_TO_CANCEL',
    ]);
    expect(await rows('select 1 from journal where instance_id = $1', [id])).to.have.lengthOf(1);
  });

  it('does a modification with a command id once', async () => {
    const id = await start();
    const instructions: readonly Instruction[] = [{ kind: 'add', ...beforeElement('pack') }];
    await test.engine.modifyInstance(id, instructions, ANNA, `modify-${id}`);
    await test.engine.modifyInstance(id, instructions, ANNA, `modify-${id}`);
    expect(await rows(`select 1 from task where instance_id = $1 and element_id = 'pack'`, [id])).to.have.lengthOf(1);
  });

  it('tells where the tokens are', async () => {
    const id = await start();
    const found = await readTokens(database.pool, id);
    expect(found?.elementInstances.map(({ elementId, scopeId }) => [elementId, scopeId])).to.deep.equal([
      ['repair', null],
      ['check', '1'],
    ]);
    expect(await readTokens(database.pool, '00000000-0000-0000-0000-000000000000')).to.equal(null);
  });

  it('migrates an instance with every row of it: task, timer, subscription, activity and the instance itself', async () => {
    const id = await start();
    const [task] = await rows<{ id: string }>('select id from task where instance_id = $1', [id]);
    await test.engine.assignTask(task?.id ?? '', 'anna', true, ANNA);
    const [old] = await rows<{ due_at: Date }>('select due_at from timer where instance_id = $1', [id]);
    const request = { definitionId: second, mapping: { check: 'inspect' }, rebuildEvents: false };
    const preview = await test.engine.previewMigration(id, request, ANNA);
    expect(preview.problems).to.deep.equal([]);
    expect(preview.changes.map(({ subject, targetElementId, change }) => [subject, targetElementId, change])).to.deep.equal([
      ['element', 'inspect', 'kept'],
      ['task', 'inspect', 'kept'],
      ['timer', 'late', 'kept'],
      ['message', 'halt', 'opened'],
    ]);
    await test.engine.migrateInstance(id, request, ANNA);
    expect(await rows('select definition_id from process_instance where id = $1', [id])).to.deep.equal([{ definition_id: second }]);
    expect(await rows('select id, element_id, definition_id, name, assignee, status from task where instance_id = $1', [id])).to.deep.equal(
      [{ id: task?.id, element_id: 'inspect', definition_id: second, name: 'inspect', assignee: 'anna', status: 'open' }],
    );
    expect(await rows('select element_id, definition_id, due_at from timer where instance_id = $1', [id])).to.deep.equal([
      { element_id: 'late', definition_id: second, due_at: old?.due_at },
    ]);
    expect(await rows('select name, element_id from subscription where instance_id = $1', [id])).to.deep.equal([
      { name: 'Stop', element_id: 'halt' },
    ]);
    expect(
      await rows(`select element_id, definition_id, status from activity where instance_id = $1 order by element_instance_id`, [id]),
    ).to.deep.equal([
      { element_id: 'start', definition_id: first, status: 'completed' },
      { element_id: 'inspect', definition_id: second, status: 'active' },
    ]);
    await isSound(id);
    await test.engine.completeTask(task?.id ?? '', {}, ANNA);
    expect(await rows('select element_id from job where instance_id = $1', [id])).to.deep.equal([{ element_id: 'outside' }]);
    await isSound(id);
  });

  it('refuses a migration with its problems, to its own version and to one that does not exist', async () => {
    const id = await start();
    const migrate = (definitionId: string) =>
      refusalOf(test.engine.migrateInstance(id, { definitionId, mapping: {}, rebuildEvents: false }, ANNA));
    const refusal = await migrate(second);
    expect([refusal.code, (refusal.details['problems'] as { code: string }[])[0]?.code]).to.deep.equal([
      'MIGRATION_REFUSED',
      'UNMAPPED_ELEMENT',
    ]);
    expect((await migrate(first)).code).to.equal('SAME_DEFINITION');
    expect((await migrate('nothing')).code).to.equal('DEFINITION_NOT_FOUND');
  });

  it('migrates a suspended instance, which has its rows back when it is resumed', async () => {
    const id = await start();
    await test.engine.suspendInstance(id, ANNA);
    await test.engine.migrateInstance(id, { definitionId: second, mapping: { check: 'inspect' }, rebuildEvents: false }, ANNA);
    expect(await rows('select 1 from timer where instance_id = $1', [id])).to.deep.equal([]);
    await test.engine.resumeInstance(id, ANNA);
    expect(await rows('select element_id, definition_id from timer where instance_id = $1', [id])).to.deep.equal([
      { element_id: 'late', definition_id: second },
    ]);
    expect(await rows('select element_id from subscription where instance_id = $1', [id])).to.deep.equal([{ element_id: 'halt' }]);
    await isSound(id);
  });

  it('takes an open incident along and resolves it by the version that mends its cause', async () => {
    const choosing = (gateway: string, condition: string): string =>
      bpmn(
        'choosing',
        `<bpmn:startEvent id="start" /><bpmn:exclusiveGateway id="${gateway}" /><bpmn:userTask id="pack" />${path('start', gateway)}${flow(gateway, 'pack', condition)}`,
      );
    await deploy(choosing('which', '=1 = 2'));
    const { instanceId: id, incidentIds } = await test.engine.startProcess({ processId: 'choosing', variables: {} }, ANNA);
    expect(incidentIds).to.have.lengthOf(1);
    const mended = await deploy(choosing('what', '=1 = 1'));
    await test.engine.migrateInstance(id, { definitionId: mended, mapping: { which: 'what' }, rebuildEvents: false }, ANNA);
    expect(await rows('select element_id, definition_id, status from incident where instance_id = $1', [id])).to.deep.equal([
      { element_id: 'what', definition_id: mended, status: 'open' },
    ]);
    const resolved = await test.engine.resolveIncident(incidentIds[0] ?? '', 1, ANNA);
    expect(resolved.openedTaskIds).to.have.lengthOf(1);
    await isSound(id);
  });

  it('refuses a batch that is too large', async () => {
    const ids = Array.from({ length: 101 }, (_, index) => `00000000-0000-0000-0000-${String(index).padStart(12, '0')}`);
    const refusal = await refusalOf(test.engine.migrateInstances(ids, { definitionId: second, mapping: {}, rebuildEvents: false }, ANNA));
    expect(refusal.code).to.equal('INPUT_INVALID');
  });

  it('migrates several instances, each by itself, and tells what came of each', async () => {
    const [good, moved, missing] = [await start(), await start(), '00000000-0000-0000-0000-000000000000'];
    await test.engine.migrateInstance(moved, { definitionId: second, mapping: { check: 'inspect' }, rebuildEvents: false }, ANNA);
    const request = { definitionId: second, mapping: { check: 'inspect' }, rebuildEvents: false };
    const previews = await test.engine.previewMigrations([good, moved, missing], request, ANNA);
    expect(previews.map(({ result, code }) => [result, code])).to.deep.equal([
      ['possible', null],
      ['refused', 'SAME_DEFINITION'],
      ['refused', 'NOT_FOUND'],
    ]);
    const results = await test.engine.migrateInstances([good, moved, missing], request, ANNA);
    expect(results.map(({ result }) => result)).to.deep.equal(['migrated', 'refused', 'refused']);
    await isSound(good);
  });
});
