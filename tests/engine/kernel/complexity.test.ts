import { expect } from 'chai';
import { createEvaluator } from '../../../engine/expression/index.ts';
import { decide } from '../../../engine/kernel/index.ts';
import type { Command, Decision, KernelEnvironment } from '../../../engine/kernel/index.ts';
import { asDefinitionId, asInstanceId } from '../../../engine/model/index.ts';
import type { ProcessDefinition } from '../../../engine/model/index.ts';
import { parseBpmn } from '../../../engine/parse/index.ts';
import type { InstanceState } from '../../../engine/state/index.ts';
import { bpmn, path } from '../../support/bpmn.ts';
import { BEGIN } from './support/run.ts';

/** The evaluator of production: what it costs is part of what is measured. */
const evaluate = createEvaluator();

const LOOP = '<zeebe:loopCharacteristics inputCollection="=items" inputElement="item" outputCollection="all" outputElement="=item"/>';
const many = (attributes = ''): string =>
  `<bpmn:multiInstanceLoopCharacteristics ${attributes}><bpmn:extensionElements>${LOOP}</bpmn:extensionElements></bpmn:multiInstanceLoopCharacteristics>`;
const condition = (text: string): string =>
  `<bpmn:conditionalEventDefinition><bpmn:condition xsi:type="bpmn:tFormalExpression">=${text}</bpmn:condition></bpmn:conditionalEventDefinition>`;

/** `place` between a start and an end event. */
async function definitionOf(place: string): Promise<ProcessDefinition> {
  const xml = bpmn('large', `<bpmn:startEvent id="start"/>${place}<bpmn:endEvent id="end"/>${path('start', 'place', 'end')}`);
  const result = await parseBpmn(xml, 'large.bpmn');
  const [definition] = result.kind === 'parsed' ? result.definitions : [];
  if (definition === undefined) throw new Error(result.findings.map((finding) => finding.message).join('\n'));
  return definition;
}

/** Runs one instance over so many items until it waits or ends. */
class Large {
  readonly definition: ProcessDefinition;
  readonly environment: KernelEnvironment;
  decision: Decision;
  commands = 0;

  constructor(definition: ProcessDefinition, size: number, environment: Partial<KernelEnvironment> = {}) {
    this.definition = definition;
    this.environment = { evaluate, stepBudget: 1_000, instanceBudget: 1_000_000, ...environment };
    const items = Array.from({ length: size }, (_, index) => index);
    this.decision = this.#ask(null, {
      kind: 'start',
      instanceId: asInstanceId('i'),
      definitionId: asDefinitionId('d'),
      businessKey: null,
      startEventId: null,
      variables: { items, go: false },
      rootInstanceId: asInstanceId('i'),
      caller: null,
    });
    this.#goOn();
  }

  send(command: Command): this {
    this.decision = this.#ask(this.decision.state, command);
    return this.#goOn();
  }

  #goOn(): this {
    while (this.decision.effects.some((effect) => effect.kind === 'continueLater'))
      this.decision = this.#ask(this.decision.state, { kind: 'continue' });
    return this;
  }

  #ask(state: InstanceState | null, command: Command): Decision {
    this.commands += 1;
    const decision = decide(this.environment, this.definition, state, command, BEGIN);
    if (decision.kind === 'rejected') throw new Error(decision.message);
    return decision;
  }
}

const SMALL = 400;
const FACTOR = 16;
/** Linear work on 16 times as many items takes as long as 16 times the work on few of them, quadratic 16 times as long. */
const MOST_GROWTH = 5;
const ROUNDS = 5;

/** Milliseconds of this thread's processor time, so that other work on the machine does not count. */
function processorMs(work: () => void): number {
  const before = process.threadCpuUsage();
  work();
  const { user, system } = process.threadCpuUsage(before);
  return (user + system) / 1_000;
}

/** Cuts the work into as many commands whatever the size: each command looks at the whole state once, which is no matter here. */
const inShares = (size: number): Partial<KernelEnvironment> => ({ stepBudget: size });

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

/**
 * Expects that work on many items takes less than in proportion to their square. Both sides have the same number of items in all, so
 * that they take about the same time, and turns are taken, so that noise and garbage meet both; the medians count.
 */
function expectLinear(prepare: (size: number) => () => void): void {
  prepare(SMALL)();
  const [few, many]: [number[], number[]] = [[], []];
  for (let round = 0; round < ROUNDS; round += 1) {
    const small = Array.from({ length: FACTOR }, () => prepare(SMALL));
    few.push(processorMs(() => small.forEach((work) => work())));
    many.push(processorMs(prepare(SMALL * FACTOR)));
  }
  expect(median(many) / median(few), `${many.join(', ')} ms against ${few.join(', ')}`).to.be.below(MOST_GROWTH);
}

describe('the work of the kernel on many things at once', function () {
  this.timeout(60_000);
  const PLACES: readonly (readonly [name: string, place: string])[] = [
    ['user tasks of a parallel multi-instance activity', `<bpmn:userTask id="place">${many()}</bpmn:userTask>`],
    ['tasks that end at once, in parallel', `<bpmn:manualTask id="place">${many()}</bpmn:manualTask>`],
    ['tasks that end at once, one after another', `<bpmn:manualTask id="place">${many('isSequential="true"')}</bpmn:manualTask>`],
    [
      'tasks that fail',
      `<bpmn:serviceTask id="place"><bpmn:extensionElements><zeebe:taskDefinition type="=nothing.there"/></bpmn:extensionElements>${many()}</bpmn:serviceTask>`,
    ],
    [
      'tasks beside a condition',
      `<bpmn:userTask id="place">${many()}</bpmn:userTask><bpmn:boundaryEvent id="when" attachedToRef="place">${condition('go')}</bpmn:boundaryEvent><bpmn:endEvent id="other"/>${path('when', 'other')}`,
    ],
    [
      'sub-processes with a complex gateway beside them',
      `<bpmn:subProcess id="place">${many()}<bpmn:startEvent id="in"/><bpmn:userTask id="inside"/><bpmn:complexGateway id="c"/><bpmn:complexGateway id="d"><bpmn:activationCondition xsi:type="bpmn:tFormalExpression">=activationCount = 2</bpmn:activationCondition></bpmn:complexGateway>${path('in', 'inside', 'c', 'd')}${path('c', 'd')}</bpmn:subProcess>`,
    ],
  ];

  for (const [name, place] of PLACES) {
    it(`grows with their number when they begin: ${name}`, async () => {
      const definition = await definitionOf(place);
      expectLinear((size) => () => void new Large(definition, size, inShares(size)));
    });
    if (place.includes('manualTask')) continue;
    it(`grows with their number when they are cancelled: ${name}`, async () => {
      const definition = await definitionOf(place);
      expectLinear((size) => {
        const large = new Large(definition, size, inShares(size));
        return () => void large.send({ kind: 'cancel' });
      });
    });
  }

  it('is cut into commands of some milliseconds when joins have much to look at, and comes to its end', async () => {
    const branches = Array.from({ length: 1_500 }, (_, index) => `branch${index}`);
    const flows = branches.map((id) => path('place', id, 'join')).join('');
    const tasks = branches.map((id) => `<bpmn:manualTask id="${id}"/>`).join('');
    const xml = bpmn(
      'wide',
      `<bpmn:startEvent id="start"/><bpmn:parallelGateway id="place"/>${tasks}<bpmn:inclusiveGateway id="join"/><bpmn:endEvent id="end"/>${flows}${path('start', 'place')}${path('join', 'end')}`,
    );
    const result = await parseBpmn(xml, 'wide.bpmn');
    const [definition] = result.kind === 'parsed' ? result.definitions : [];
    if (definition === undefined) throw new Error('Expected a process, but found none.');
    const large = new Large(definition, 1);
    expect(large.decision.state.status).to.equal('completed');
    expect(large.commands, 'commands').to.be.within(5, 100);
  });

  it('asks for a condition only when something that it sees has changed', async () => {
    const definition = await definitionOf(
      `<bpmn:userTask id="place">${many()}</bpmn:userTask><bpmn:boundaryEvent id="when" attachedToRef="place" cancelActivity="false">${condition('go')}</bpmn:boundaryEvent><bpmn:endEvent id="other"/>${path('when', 'other')}`,
    );
    let asked = 0;
    const large = new Large(definition, 200, {
      evaluate(expression, variables, now) {
        if (expression.kind === 'feel' && expression.source === 'go') asked += 1;
        return evaluate(expression, variables, now);
      },
    });
    expect(asked).to.be.within(1, 10);
    const root = Object.values(large.decision.state.elementInstances).find((instance) => instance.scopeId === null);
    if (root === undefined) throw new Error('Expected the process itself, but found none.');
    large.send({ kind: 'setVariables', scopeId: root.id, variables: { go: true } });
    expect(large.decision.records.some((record) => record.kind === 'eventCaught')).to.equal(true);
  });

  it('asks for each of many conditions a few times, not for all at every step', async () => {
    const SIZE = 200;
    const definition = await definitionOf(
      `<bpmn:subProcess id="place">${many()}<bpmn:startEvent id="in"/><bpmn:intermediateCatchEvent id="when">${condition('item = 7 and go')}</bpmn:intermediateCatchEvent>${path('in', 'when')}</bpmn:subProcess>`,
    );
    let asked = 0;
    void new Large(definition, SIZE, {
      evaluate(expression, variables, now) {
        if (expression.kind === 'feel' && expression.source.includes('and go')) asked += 1;
        return evaluate(expression, variables, now);
      },
    });
    expect(asked).to.be.within(SIZE, 5 * SIZE);
  });

  it('keeps outputs and records apart: what a record holds does not change with later outputs', async () => {
    const definition = await definitionOf(`<bpmn:manualTask id="place">${many()}</bpmn:manualTask>`);
    const before = new Large(definition, 30);
    const outputs = before.decision.records.filter((record) => record.kind === 'loopOutputCollected');
    expect(outputs.map((record) => record.value)).to.deep.equal(Array.from({ length: 30 }, (_, index) => index));
    expect(Object.values(before.decision.state.variables)[0]?.['all']).to.deep.equal(outputs.map((record) => record.value));
  });
});
