import { expect } from 'chai';
import { createEvaluator } from '../../../engine/expression/index.ts';
import { decide } from '../../../engine/kernel/index.ts';
import type { JsonObject } from '../../../engine/model/index.ts';
import { parseBpmn } from '../../../engine/parse/index.ts';
import { runScenario } from '../../../engine/simulation/index.ts';
import type { Scenario, ScenarioResult, ScenarioStep, SimulationParts } from '../../../engine/simulation/index.ts';

const HEAD =
  '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" targetNamespace="t" id="d">';
const flow = (id: string, from: string, to: string): string => `<sequenceFlow id="${id}" sourceRef="${from}" targetRef="${to}" />`;
const service = (id: string, topic: string, inside = ''): string =>
  `<serviceTask id="${id}"><extensionElements><zeebe:taskDefinition type="${topic}" /></extensionElements>${inside}</serviceTask>`;
const processOf = (id: string, content: string, roots = ''): string =>
  `${HEAD}${roots}<process id="${id}" isExecutable="true">${content}</process></definitions>`;

/** Order -> pay: a service task `Charge`, then a user task `Check`. */
const CHARGE = processOf(
  'charge',
  `<startEvent id="Start" />${flow('f1', 'Start', 'Charge')}${service('Charge', 'card.charge')}${flow('f2', 'Charge', 'Check')}<userTask id="Check" />${flow('f3', 'Check', 'End')}<endEvent id="End" />
  <boundaryEvent id="Declined" attachedToRef="Charge"><errorEventDefinition id="e1" errorRef="E1" /></boundaryEvent>${flow('f4', 'Declined', 'EndDeclined')}<endEvent id="EndDeclined" />`,
  '<error id="E1" errorCode="DECLINED" />',
);

/** Waits for a message by key, with a reminder every hour. */
const WAITING = processOf(
  'waiting',
  `<startEvent id="Start" />${flow('f1', 'Start', 'Wait')}
  <intermediateCatchEvent id="Wait"><messageEventDefinition id="m1" messageRef="M1" /></intermediateCatchEvent>${flow('f2', 'Wait', 'End')}<endEvent id="End" />`,
  '<message id="M1" name="Paid"><extensionElements><zeebe:subscription correlationKey="=order" /></extensionElements></message>',
);

const TIMERS = processOf(
  'timers',
  `<startEvent id="Start" />${flow('f1', 'Start', 'Work')}<userTask id="Work" />${flow('f2', 'Work', 'End')}<endEvent id="End" />
  <boundaryEvent id="Late" attachedToRef="Work"><timerEventDefinition id="t1"><timeDuration xsi:type="tFormalExpression">PT2H</timeDuration></timerEventDefinition></boundaryEvent>${flow('f3', 'Late', 'EndLate')}<endEvent id="EndLate" />
  <boundaryEvent id="Remind" attachedToRef="Work" cancelActivity="false"><timerEventDefinition id="t2"><timeDuration xsi:type="tFormalExpression">PT1H</timeDuration></timerEventDefinition></boundaryEvent>${flow('f4', 'Remind', 'EndRemind')}<endEvent id="EndRemind" />`,
);

const CALLER = processOf(
  'caller',
  `<startEvent id="Start" />${flow('f1', 'Start', 'Call')}
  <callActivity id="Call"><extensionElements><zeebe:calledElement processId="charge" propagateAllChildVariables="true" /></extensionElements></callActivity>${flow('f2', 'Call', 'End')}<endEvent id="End" />`,
);

const START: ScenarioStep = { action: { kind: 'start', processId: null, businessKey: null, variables: {} }, expect: null };
const startWith = (variables: JsonObject): ScenarioStep => ({
  action: { kind: 'start', processId: null, businessKey: null, variables },
  expect: null,
});
const complete = (element: string, variables: JsonObject = {}, index = 0): ScenarioStep => ({
  action: { kind: 'complete', element, index, variables },
  expect: null,
});
const message = (correlationKey: string | null, timeToLiveMs = 3_600_000): ScenarioStep => ({
  action: { kind: 'message', name: 'Paid', correlationKey, timeToLiveMs, variables: { paid: true } },
  expect: null,
});
const advance = (duration: string): ScenarioStep => ({ action: { kind: 'advance', duration }, expect: null });

async function partsOf(...files: readonly string[]): Promise<SimulationParts> {
  const results = await Promise.all(files.map((xml, index) => parseBpmn(xml, `${index}.bpmn`)));
  const definitions = results.flatMap((result) => {
    if (result.kind === 'refused') throw new Error(JSON.stringify(result.findings));
    return result.definitions;
  });
  const evaluate = createEvaluator();
  return {
    definitions,
    evaluate: (...asked) => Promise.resolve(evaluate(...asked)),
    decide: (definition, state, command, now, definitionOf = () => null) =>
      Promise.resolve(decide({ evaluate, stepBudget: 1_000, instanceBudget: 100_000, definitionOf }, definition, state, command, now)),
    runScript: (source) => Promise.resolve({ kind: 'value', value: { ran: source } }),
    evaluateDecision: () => Promise.resolve(null),
  };
}

async function run(files: readonly string[], scenario: Partial<Scenario>): Promise<ScenarioResult> {
  return runScenario(await partsOf(...files), {
    name: 'test',
    startAt: '2026-01-05T08:00:00.000Z',
    stubs: {},
    autoComplete: false,
    steps: [START],
    expect: null,
    ...scenario,
  });
}

describe('runScenario', () => {
  it('lets a service task without a stub wait, and moves it on by complete', async () => {
    const result = await run([CHARGE], { steps: [START, complete('Charge'), complete('Check')] });
    expect(result.outcome).to.deep.include({ status: 'completed', waiting: [] });
    expect((await run([CHARGE], {})).outcome).to.deep.include({ status: 'active', waiting: ['Charge'] });
  });

  it('answers a topic by its stubs one after another and repeats the last one', async () => {
    const stubs = {
      'card.charge': [
        { kind: 'error', code: 'DECLINED', message: 'no money', variables: {} },
        { kind: 'output', output: { ok: true } },
      ],
    } as const;
    const result = await run([CHARGE], { stubs, steps: [START, START, START] });
    expect(result.records.filter((record) => record.record === 'entered' && record.element === 'EndDeclined')).to.have.lengthOf(1);
    expect(result.outcome.waiting).to.deep.equal(['Check', 'Check']);
  });

  it('completes every service task at once with "*", and user tasks only with auto', async () => {
    expect((await run([CHARGE], { stubs: 'all' })).outcome.waiting).to.deep.equal(['Check']);
    expect((await run([CHARGE], { stubs: 'all', autoComplete: true })).outcome.status).to.equal('completed');
  });

  it('makes a stubbed failure an incident when the attempts are used up', async () => {
    const result = await run([CHARGE], { stubs: { 'card.charge': [{ kind: 'failure', message: 'line is down' }] } });
    expect(result.outcome.status).to.equal('failed');
    expect(result.outcome.incidents).to.have.lengthOf(1);
    expect(result.outcome.incidents[0]?.message).to.contain('line is down');
  });

  it('takes the oldest of several waiting tasks, or the one of the index', async () => {
    const steps = [startWith({ n: 1 }), startWith({ n: 2 }), complete('Charge', {}, 1), complete('Check')];
    const result = await run([CHARGE], { steps });
    const ended = result.records.filter((record) => record.record === 'ended').map((record) => record.instance);
    expect(ended).to.deep.equal(['instance-2']);
  });

  it('keeps a message that comes too early until somebody waits for it, but not beyond its time to live', async () => {
    const early = await run([WAITING], { steps: [message('A'), advance('PT30M'), startWith({ order: 'A' })] });
    expect(early.outcome).to.deep.include({ status: 'completed', waiting: [] });
    const late = await run([WAITING], { steps: [message('A'), advance('PT61M'), startWith({ order: 'A' })] });
    expect(late.outcome.waiting).to.deep.equal(['Wait']);
  });

  it('correlates a message by its key and gives it to one instance only', async () => {
    const result = await run([WAITING], {
      steps: [startWith({ order: 'A' }), startWith({ order: 'B' }), startWith({ order: 'B' }), message('B', 0)],
    });
    expect(result.records.filter((record) => record.record === 'ended').map((record) => record.instance)).to.deep.equal(['instance-2']);
  });

  it('fires timers in the order in which they are due, each at its own time', async () => {
    const result = await run([TIMERS], { steps: [START, advance('P1D')] });
    const caught = result.records.filter((record) => record.record === 'entered' && ['Remind', 'Late'].includes(record.element));
    expect(caught.map(({ element, at }) => `${element} ${at}`)).to.deep.equal([
      'Remind 2026-01-05T09:00:00.000Z',
      'Late 2026-01-05T10:00:00.000Z',
    ]);
    expect(result.outcome.status).to.equal('completed');
  });

  it('runs called processes, whose tasks it completes by their element', async () => {
    const result = await run([CALLER, CHARGE], { steps: [START, complete('Charge', { receipt: 7 }), complete('Check')] });
    expect(result.outcome).to.deep.include({ status: 'completed', variables: { receipt: 7 } });
    expect([...(result.visited.get('charge') ?? [])]).to.include.members(['Charge', 'Check']);
    expect(result.visited.get('caller')?.has('Charge')).to.equal(false);
  });

  it('cancels the called process together with its caller', async () => {
    const result = await run([CALLER, CHARGE], { steps: [START, { action: { kind: 'cancel' }, expect: null }] });
    expect(result.outcome).to.deep.include({ status: 'cancelled', waiting: [] });
    expect(result.records.filter((record) => record.record === 'ended')).to.have.lengthOf(2);
  });

  it('raises errors and escalations at a waiting task', async () => {
    const declined = await run([CHARGE], {
      steps: [
        START,
        { action: { kind: 'error', element: 'Charge', index: 0, code: 'DECLINED', message: 'no money', variables: {} }, expect: null },
      ],
    });
    expect(declined.records.filter((record) => record.record === 'caught').map(({ element, code }) => `${element} ${code}`)).to.deep.equal([
      'Declined DECLINED',
    ]);
    expect(declined.outcome).to.deep.include({ status: 'completed', variables: { errorCode: 'DECLINED', errorMessage: 'no money' } });
    const late = processOf(
      'late',
      `<startEvent id="Start" />${flow('f1', 'Start', 'Work')}<userTask id="Work" />${flow('f2', 'Work', 'End')}<endEvent id="End" />
      <boundaryEvent id="Told" attachedToRef="Work" cancelActivity="false"><escalationEventDefinition id="e1" escalationRef="E1" /></boundaryEvent>${flow('f3', 'Told', 'EndTold')}<endEvent id="EndTold" />`,
      '<escalation id="E1" escalationCode="LATE" />',
    );
    const escalated = await run([late], {
      steps: [START, { action: { kind: 'escalate', element: 'Work', index: 0, code: 'LATE', variables: {} }, expect: null }],
    });
    expect(escalated.visited.get('late')?.has('EndTold')).to.equal(true);
    expect(escalated.outcome.waiting).to.deep.equal(['Work']);
  });

  it('gives a signal to everybody who waits, and starts what begins with it', async () => {
    const waits = processOf(
      'waits',
      `<startEvent id="Start" />${flow('f1', 'Start', 'Wait')}<intermediateCatchEvent id="Wait"><signalEventDefinition id="s1" signalRef="S1" /></intermediateCatchEvent>${flow('f2', 'Wait', 'End')}<endEvent id="End" />`,
      '<signal id="S1" name="Goods" />',
    );
    const begins = processOf(
      'begins',
      `<startEvent id="On"><signalEventDefinition id="s2" signalRef="S2" /></startEvent>${flow('f1', 'On', 'End')}<endEvent id="End" />`,
      '<signal id="S2" name="Goods" />',
    );
    const result = await run([waits, begins], {
      steps: [START, START, { action: { kind: 'signal', name: 'Goods', variables: {} }, expect: null }],
    });
    expect(result.records.filter((record) => record.record === 'ended').map((record) => record.element)).to.deep.equal([
      'waits',
      'waits',
      'begins',
    ]);
  });

  it('sets variables, which conditions see at once', async () => {
    const when = processOf(
      'when',
      `<startEvent id="Start" />${flow('f1', 'Start', 'Wait')}<intermediateCatchEvent id="Wait"><conditionalEventDefinition id="c1"><condition xsi:type="tFormalExpression">ready</condition></conditionalEventDefinition></intermediateCatchEvent>${flow('f2', 'Wait', 'End')}<endEvent id="End" />`,
    );
    const result = await run([when], {
      steps: [startWith({ ready: false }), { action: { kind: 'set', element: null, variables: { ready: true } }, expect: null }],
    });
    expect(result.outcome).to.deep.include({ status: 'completed', variables: { ready: true } });
  });

  it('starts a process by the timer of its start event, unless the scenario starts it by hand', async () => {
    const nightly = processOf(
      'nightly',
      `<startEvent id="Night"><timerEventDefinition id="t1"><timeCycle xsi:type="tFormalExpression">R2/P1D</timeCycle></timerEventDefinition></startEvent>${flow('f1', 'Night', 'End')}<endEvent id="End" />`,
    );
    const byClock = await run([nightly], { steps: [advance('P5D')] });
    expect(byClock.records.filter((record) => record.record === 'started').map((record) => record.at)).to.deep.equal([
      '2026-01-06T08:00:00.000Z',
      '2026-01-07T08:00:00.000Z',
    ]);
    const byHand = await run([nightly], { steps: [START, advance('P5D')] });
    expect(byHand.records.filter((record) => record.record === 'started')).to.have.lengthOf(1);
  });

  it('gives the same trace for the same scenario', async () => {
    const scenario = { steps: [START, advance('PT3H')] };
    expect(await run([TIMERS], scenario)).to.deep.equal(await run([TIMERS], scenario));
  });

  it('numbers the records from 1 without a gap', async () => {
    const { records } = await run([CHARGE], { stubs: 'all', autoComplete: true });
    expect(records.map((record) => record.seq)).to.deep.equal(records.map((_, index) => index + 1));
    expect(records[0]).to.deep.include({ record: 'started', element: 'charge' });
    expect(records.at(-1)).to.deep.include({ record: 'ended', element: 'charge' });
  });
});

describe('an expectation that does not hold', () => {
  it('names the status that was found and what waits', async () => {
    const { differences } = await run([CHARGE], { expect: { status: 'completed' } });
    expect(differences).to.deep.equal(['Expected status completed, but found active (waiting at Charge).']);
  });

  it('names each element that was not visited, or was although it should not', async () => {
    const { differences } = await run([CHARGE], { expect: { visited: ['Start', 'Check'], notVisited: ['Charge', 'End'] } });
    expect(differences).to.deep.equal(['Expected Check to be visited, but it was not.', 'Expected Charge not to be visited, but it was.']);
  });

  it('names the first element of a path that did not come in its order', async () => {
    const scenario = { stubs: 'all', autoComplete: true } as const;
    expect((await run([CHARGE], { ...scenario, expect: { path: ['Start', 'f1', 'Check', 'End'] } })).differences).to.deep.equal([]);
    const { differences } = await run([CHARGE], { ...scenario, expect: { path: ['Check', 'Charge'] } });
    expect(differences).to.deep.equal(['Expected the path Check > Charge, but Charge did not come after Check.']);
  });

  it('names a variable with both values, or says that it is not set', async () => {
    const { differences } = await run([CHARGE], {
      steps: [startWith({ a: { x: [1, 2] } })],
      expect: { variables: { a: { x: [1, 3] }, b: 1 } },
    });
    expect(differences).to.deep.equal([
      'Expected variable a to be {"x":[1,3]}, but found {"x":[1,2]}.',
      'Expected variable b to be 1, but it is not set.',
    ]);
  });

  it('compares what waits as a whole', async () => {
    expect((await run([CHARGE], { expect: { waiting: [] } })).differences).to.deep.equal(['Expected to wait at [], but found [Charge].']);
    expect((await run([CHARGE], { expect: { waiting: ['Charge'] } })).differences).to.deep.equal([]);
  });

  it('compares incidents by element, by code or by members, and tells unexpected ones', async () => {
    const failing = { stubs: { 'card.charge': [{ kind: 'failure', message: 'down' }] } } as const;
    expect((await run([CHARGE], { ...failing, expect: { incidents: ['Charge'] } })).differences).to.deep.equal([]);
    expect((await run([CHARGE], { ...failing, expect: { incidents: [{ element: 'Charge' }] } })).differences).to.deep.equal([]);
    expect((await run([CHARGE], { ...failing, expect: { incidents: [] } })).differences[0]).to.match(
      /^Expected no such incident, but found incident \w+ at Charge/,
    );
    expect((await run([CHARGE], { expect: { incidents: ['Charge'] } })).differences).to.deep.equal([
      'Expected the incident Charge, but found none.',
    ]);
  });

  it('names an event-based gateway that waits by itself or by its events', async () => {
    const gateway = processOf(
      'choice',
      `<startEvent id="Start" />${flow('f1', 'Start', 'Either')}<eventBasedGateway id="Either" />${flow('f2', 'Either', 'Paid')}${flow('f3', 'Either', 'Late')}
      <intermediateCatchEvent id="Paid"><messageEventDefinition id="m1" messageRef="M1" /></intermediateCatchEvent>${flow('f4', 'Paid', 'End')}
      <intermediateCatchEvent id="Late"><timerEventDefinition id="t1"><timeDuration xsi:type="tFormalExpression">PT1H</timeDuration></timerEventDefinition></intermediateCatchEvent>${flow('f5', 'Late', 'End')}<endEvent id="End" />`,
      '<message id="M1" name="Paid" />',
    );
    expect((await run([gateway], { expect: { waiting: ['Either'] } })).differences).to.deep.equal([]);
    expect((await run([gateway], { expect: { waiting: ['Late', 'Paid'] } })).differences).to.deep.equal([]);
    expect((await run([gateway], { expect: { waiting: ['Late'] } })).differences).to.deep.equal([
      'Expected to wait at [Late], but found [Either].',
    ]);
  });

  it('is told with the step it belongs to when it stands inside a step', async () => {
    const { differences } = await run([CHARGE], { steps: [{ ...START, expect: { waiting: ['Check'] } }, complete('Charge')] });
    expect(differences).to.deep.equal(['Step 1 (start): Expected to wait at [Check], but found [Charge].']);
  });

  it('is also a step that cannot be done, after which the scenario stops', async () => {
    const { differences, outcome } = await run([CHARGE], { steps: [START, complete('Check'), complete('Charge')] });
    expect(differences).to.deep.equal(['Step 2 (complete Check): Expected Check to wait, but found Charge (job).']);
    expect(outcome.waiting).to.deep.equal(['Charge']);
  });

  it('is a start of a process that does not exist', async () => {
    const { differences } = await run([CHARGE], {
      steps: [{ action: { kind: 'start', processId: 'nope', businessKey: null, variables: {} }, expect: null }],
    });
    expect(differences).to.deep.equal(['Step 1 (start): Expected a process "nope", but found only "charge".']);
  });
});
