import { expect } from 'chai';
import type { JsonObject } from '../../../engine/model/index.ts';
import { createTestDatabase, type TestDatabase } from '../../support/database.ts';
import { ANNA, createTestEngine, eventually, type TestEngine } from '../../support/engine.ts';
import { condition, element, file, message, path, process, signal, simulate, timer } from '../../support/scenario.ts';

type Step =
  | { readonly start: { readonly process: string; readonly variables?: JsonObject } }
  | { readonly complete: { readonly element: string; readonly variables?: JsonObject } }
  | { readonly message: { readonly name: string; readonly correlationKey?: string; readonly variables?: JsonObject } }
  | { readonly signal: { readonly name: string; readonly variables?: JsonObject } }
  | { readonly set: { readonly variables: JsonObject } };

interface Case {
  readonly name: string;
  readonly diagram: string;
  readonly steps: readonly Step[];
  /** User tasks that are open in the end. */
  readonly open: readonly string[];
}

const ROOTS =
  '<message id="m1" name="M1" /><message id="m2" name="M2" /><signal id="s1" name="S1" /><escalation id="x1" escalationCode="X" />';
const ending = '<endEvent id="E" />';
const started = '<startEvent id="S" />';
const input =
  '<ioSpecification><dataInput id="in" name="o" /><inputSet><dataInputRefs>in</dataInputRefs></inputSet><outputSet /></ioSpecification><dataInputAssociation><sourceRef>ref</sourceRef><targetRef>in</targetRef></dataInputAssociation>';

const CASES: readonly Case[] = [
  {
    name: 'a conditional boundary event that fires again after false',
    diagram: process(
      'p',
      `${started}<userTask id="T" /><userTask id="N" />${ending}`,
      element('boundaryEvent', 'B', condition('x > 3'), 'attachedToRef="T" cancelActivity="false"'),
      path('S', 'T', 'E') + path('B', 'N'),
    ),
    steps: [
      { start: { process: 'p' } },
      { set: { variables: { x: 5 } } },
      { set: { variables: { x: 6 } } },
      { set: { variables: { x: 1 } } },
      { set: { variables: { x: 4 } } },
    ],
    open: ['N', 'N', 'T'],
  },
  {
    name: 'a required data input that comes later',
    diagram: process(
      'p',
      `<dataObject id="do" name="order" /><dataObjectReference id="ref" name="order" dataObjectRef="do" />${started}`,
      element('userTask', 'T', input) + ending,
      path('S', 'T', 'E'),
    ),
    steps: [{ start: { process: 'p' } }, { set: { variables: { order: 5 } } }],
    open: ['T'],
  },
  {
    name: 'a parallel multiple boundary event, twice',
    diagram: process(
      'p',
      `${started}<userTask id="T" /><userTask id="N" />${ending}`,
      element('boundaryEvent', 'B', message('m1') + signal('s1'), 'attachedToRef="T" cancelActivity="false" parallelMultiple="true"'),
      path('S', 'T', 'E') + path('B', 'N'),
    ),
    steps: [
      { start: { process: 'p' } },
      { message: { name: 'M1' } },
      { signal: { name: 'S1' } },
      { message: { name: 'M1' } },
      { signal: { name: 'S1' } },
    ],
    open: ['N', 'N', 'T'],
  },
  {
    name: 'signals and messages that start other processes',
    diagram:
      process(
        'p',
        started,
        element('intermediateThrowEvent', 'X', message('m1') + signal('s1')),
        `<userTask id="T" />${ending}`,
        path('S', 'X', 'T', 'E'),
      ) +
      process('q', element('startEvent', 'Sq', message('m1')), '<userTask id="Tq" /><endEvent id="Eq" />', path('Sq', 'Tq', 'Eq')) +
      process('r', element('startEvent', 'Sr', signal('s1')), '<userTask id="Tr" /><endEvent id="Er" />', path('Sr', 'Tr', 'Er')),
    steps: [{ start: { process: 'p' } }],
    open: ['T', 'Tq', 'Tr'],
  },
  {
    name: 'an escalation of a called process that goes on',
    diagram:
      process(
        'p',
        `${started}<callActivity id="C" calledElement="q" /><userTask id="N" />${ending}`,
        element('boundaryEvent', 'B', '<escalationEventDefinition escalationRef="x1" />', 'attachedToRef="C" cancelActivity="false"'),
        path('S', 'C', 'E') + path('B', 'N'),
      ) +
      process(
        'q',
        '<startEvent id="Sq" />',
        element('intermediateThrowEvent', 'X', '<escalationEventDefinition escalationRef="x1" />'),
        '<userTask id="Tq" /><endEvent id="Eq" />',
        path('Sq', 'X', 'Tq', 'Eq'),
      ),
    steps: [{ start: { process: 'p' } }],
    open: ['N', 'Tq'],
  },
  {
    name: 'a call activity that an event at its border cancels',
    diagram:
      process(
        'p',
        `${started}<callActivity id="C" calledElement="q" /><userTask id="N" />${ending}`,
        element('boundaryEvent', 'B', message('m1'), 'attachedToRef="C"'),
        path('S', 'C', 'E') + path('B', 'N'),
      ) + process('q', '<startEvent id="Sq" /><userTask id="Tq" /><endEvent id="Eq" />', path('Sq', 'Tq', 'Eq')),
    steps: [{ start: { process: 'p' } }, { message: { name: 'M1' } }],
    open: ['N'],
  },
  {
    name: 'an event sub-process that a message begins twice while a timer waits',
    diagram: process(
      'p',
      `${started}<userTask id="T" />${ending}`,
      element(
        'subProcess',
        'ES',
        element('startEvent', 'ESs', message('m2'), 'isInterrupting="false"') +
          `<userTask id="N" /><endEvent id="ESe" />${path('ESs', 'N', 'ESe')}`,
        'triggeredByEvent="true"',
      ),
      element('boundaryEvent', 'B', timer('timeDuration', 'P1D[Europe/Prague]'), 'attachedToRef="T"'),
      path('S', 'T', 'E') + path('B', 'E'),
    ),
    steps: [{ start: { process: 'p' } }, { message: { name: 'M2' } }, { message: { name: 'M2' } }, { complete: { element: 'T' } }],
    open: ['N', 'N'],
  },
];

describe('Simulation and production agree on', () => {
  let database: TestDatabase;
  let test: TestEngine;
  before(async function () {
    this.timeout(60_000);
    database = await createTestDatabase();
    test = createTestEngine(database);
    test.startWorker();
  });
  after(async () => {
    await test.close();
    await database.close();
  });

  const rows = async <Row extends object>(text: string, values: readonly unknown[] = []): Promise<readonly Row[]> =>
    (await database.pool.query<Row>(text, [...values])).rows;
  const openTasks = () =>
    rows<{ id: string; element_id: string }>(`select id, element_id from task where status = 'open' order by element_id, id`);

  async function perform(step: Step, main: string | null): Promise<string | null> {
    const { engine } = test;
    if ('start' in step)
      return (await engine.startProcess({ processId: step.start.process, variables: step.start.variables ?? {} }, ANNA)).instanceId;
    if ('message' in step) await engine.correlateMessage({ variables: {}, ...step.message }, ANNA);
    if ('signal' in step) await engine.broadcastSignal({ variables: {}, ...step.signal }, ANNA);
    if ('set' in step) await engine.setVariables(main ?? '', null, step.set.variables, ANNA);
    if ('complete' in step) {
      const task = (await openTasks()).find(({ element_id: id }) => id === step.complete.element);
      await engine.completeTask(task?.id ?? '', step.complete.variables ?? {}, ANNA);
    }
    return main;
  }

  for (const { name, diagram, steps, open } of CASES) {
    it(name, async () => {
      const content = file(ROOTS, diagram);
      const simulated = await simulate(content, { steps });
      expect(simulated.differences).to.deep.equal([]);
      expect(simulated.outcome.waiting.toSorted(), 'the simulation').to.deep.equal([...open]);
      const deployed = await test.engine.deploy([{ name: 'a.bpmn', content }], null, ANNA);
      expect(deployed.kind, JSON.stringify(deployed)).to.equal('deployed');
      let main: string | null = null;
      for (const step of steps) {
        main = await perform(step, main);
        await eventually(async () => ((await rows('select 1 from due_work')).length === 0 ? true : null), 'everything to settle');
      }
      expect((await openTasks()).map(({ element_id: id }) => id)).to.deep.equal([...open]);
      const [instance] = await rows<{ status: string }>('select status from process_instance where id = $1', [main]);
      expect(instance?.status).to.equal(simulated.outcome.status);
      // The next case begins on a clean table.
      for (const { id } of await rows<{ id: string }>(
        `select id from process_instance where status = 'active' and caller_instance_id is null`,
      ))
        await test.engine.cancelInstance(id, ANNA);
    });
  }
});
