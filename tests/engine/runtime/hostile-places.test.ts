import { expect } from 'chai';
import { createEvaluator } from '../../../engine/expression/index.ts';
import { decide } from '../../../engine/kernel/index.ts';
import type { Command, Decision } from '../../../engine/kernel/index.ts';
import { ROOT_SCOPE_ID, asDefinitionId, asInstanceId } from '../../../engine/model/index.ts';
import type { JsonObject, ProcessDefinition } from '../../../engine/model/index.ts';
import { parseBpmn } from '../../../engine/parse/index.ts';
import { MAX_STOPPED, decideBounded } from '../../../engine/runtime/decide-bounded.ts';
import type { BoundedParts } from '../../../engine/runtime/decide-bounded.ts';
import { createBoundedEvaluator } from '../../../engine/runtime/evaluation/index.ts';
import type { InstanceState } from '../../../engine/state/index.ts';
import { bpmn, path } from '../../support/bpmn.ts';

const NOW = '2026-11-26T10:00:00.000Z';
/** Would take the age of the world. */
const HOSTILE = 'matches(text, &quot;^(a+)+$&quot;)';
const VARIABLES: JsonObject = { text: `${'a'.repeat(50)}!`, n: 1, list: [1, 2] };

const condition = (name: string): string => `<bpmn:${name} xsi:type="bpmn:tFormalExpression">=${HOSTILE}</bpmn:${name}>`;
const extension = (content: string): string => `<bpmn:extensionElements>${content}</bpmn:extensionElements>`;
const timer = (kind: string): string =>
  `<bpmn:intermediateCatchEvent id="place"><bpmn:timerEventDefinition>${condition(kind)}</bpmn:timerEventDefinition></bpmn:intermediateCatchEvent>`;
const userTask = (content: string): string => `<bpmn:userTask id="place">${extension(content)}</bpmn:userTask>`;
const serviceTask = (content: string): string => `<bpmn:serviceTask id="place">${extension(content)}</bpmn:serviceTask>`;
const loop = (attributes: string, content: string): string =>
  `<bpmn:manualTask id="place"><bpmn:multiInstanceLoopCharacteristics>${extension(`<zeebe:loopCharacteristics ${attributes}/>`)}${content}</bpmn:multiInstanceLoopCharacteristics></bpmn:manualTask>`;
const gateway = (kind: string): string =>
  `<bpmn:${kind} id="place" default="other"/><bpmn:sequenceFlow id="other" sourceRef="place" targetRef="end"/><bpmn:sequenceFlow id="toEnd" sourceRef="place" targetRef="end">${condition('conditionExpression')}</bpmn:sequenceFlow>`;
const event = (kind: string, ref: string): string =>
  `<bpmn:intermediateThrowEvent id="place"><bpmn:${kind} ${ref}/></bpmn:intermediateThrowEvent>`;
const catching = (kind: string, ref: string): string =>
  `<bpmn:intermediateCatchEvent id="place"><bpmn:${kind} ${ref}/></bpmn:intermediateCatchEvent>`;

const ROOT = `<bpmn:message id="Key" name="key">${extension(`<zeebe:subscription correlationKey="=${HOSTILE}"/>`)}</bpmn:message>
  <bpmn:message id="Name" name="=${HOSTILE}"/><bpmn:signal id="Signal" name="=${HOSTILE}"/>
  <bpmn:escalation id="Escalation" name="e" escalationCode="=${HOSTILE}"/>`;

/** Every place of a diagram at which an expression is evaluated while an instance runs. `place` is where the incident has to be. */
const PLACES: readonly (readonly [name: string, content: string])[] = [
  ['the condition of a flow from an exclusive gateway', gateway('exclusiveGateway')],
  ['the condition of a flow from an inclusive gateway', gateway('inclusiveGateway')],
  ['the condition of a flow from a task', gateway('task')],
  ['the date of a timer', timer('timeDate')],
  ['the duration of a timer', timer('timeDuration')],
  ['the cycle of a timer', timer('timeCycle')],
  ['the collection of a multi-instance activity', loop(`inputCollection="=${HOSTILE}"`, '')],
  ['the cardinality of a multi-instance activity', loop('', condition('loopCardinality'))],
  ['the completion condition of a multi-instance activity', loop('inputCollection="=list"', condition('completionCondition'))],
  ['the output of a multi-instance activity', loop(`inputCollection="=list" outputCollection="all" outputElement="=${HOSTILE}"`, '')],
  [
    'the condition of a loop',
    `<bpmn:manualTask id="place"><bpmn:standardLoopCharacteristics>${condition('loopCondition')}</bpmn:standardLoopCharacteristics></bpmn:manualTask>`,
  ],
  ['an input mapping', userTask(`<zeebe:ioMapping><zeebe:input source="=${HOSTILE}" target="x"/></zeebe:ioMapping>`)],
  [
    'an output mapping',
    `<bpmn:manualTask id="place">${extension(`<zeebe:ioMapping><zeebe:output source="=${HOSTILE}" target="x"/></zeebe:ioMapping>`)}</bpmn:manualTask>`,
  ],
  ['the type of a job', serviceTask(`<zeebe:taskDefinition type="=${HOSTILE}"/>`)],
  ['the attempts of a job', serviceTask(`<zeebe:taskDefinition type="x" retries="=${HOSTILE}"/>`)],
  ['the assignee of a task', userTask(`<zeebe:assignmentDefinition assignee="=${HOSTILE}"/>`)],
  ['the groups of a task', userTask(`<zeebe:assignmentDefinition candidateGroups="=${HOSTILE}"/>`)],
  ['the users of a task', userTask(`<zeebe:assignmentDefinition candidateUsers="=${HOSTILE}"/>`)],
  ['the due date of a task', userTask(`<zeebe:taskSchedule dueDate="=${HOSTILE}"/>`)],
  ['the follow-up date of a task', userTask(`<zeebe:taskSchedule followUpDate="=${HOSTILE}"/>`)],
  ['the priority of a task', userTask(`<zeebe:priorityDefinition priority="=${HOSTILE}"/>`)],
  [
    'the process that is called',
    `<bpmn:callActivity id="place">${extension(`<zeebe:calledElement processId="=${HOSTILE}"/>`)}</bpmn:callActivity>`,
  ],
  [
    'the decision that is called',
    `<bpmn:businessRuleTask id="place">${extension(`<zeebe:calledDecision decisionId="=${HOSTILE}" resultVariable="r"/>`)}</bpmn:businessRuleTask>`,
  ],
  ['the correlation key of a message', catching('messageEventDefinition', 'messageRef="Key"')],
  ['the name of a message', catching('messageEventDefinition', 'messageRef="Name"')],
  ['the name of a signal that is waited for', catching('signalEventDefinition', 'signalRef="Signal"')],
  ['the name of a signal that is thrown', event('signalEventDefinition', 'signalRef="Signal"')],
  ['the code of an escalation', event('escalationEventDefinition', 'escalationRef="Escalation"')],
  [
    'the condition of an event',
    `<bpmn:intermediateCatchEvent id="place"><bpmn:conditionalEventDefinition>${condition('condition')}</bpmn:conditionalEventDefinition></bpmn:intermediateCatchEvent>`,
  ],
  [
    'the completion condition of an ad-hoc sub-process',
    `<bpmn:adHocSubProcess id="place"><bpmn:manualTask id="inner"/><bpmn:userTask id="stays"/>${condition('completionCondition')}</bpmn:adHocSubProcess>`,
  ],
  [
    'the activation condition of a complex gateway',
    `<bpmn:parallelGateway id="fork"/><bpmn:complexGateway id="place">${condition('activationCondition')}</bpmn:complexGateway>${path('fork', 'place')}<bpmn:sequenceFlow id="second" sourceRef="fork" targetRef="place"/>`,
  ],
];

/** Processor time that the main thread may use for one command, in milliseconds; it takes some 10, and an evaluation there more than 250. */
const MAIN_MS = 150;

async function definitionOf(content: string): Promise<ProcessDefinition> {
  const first = /id="(\w+)"/.exec(content)?.[1] ?? 'place';
  const leaves = content.includes('id="other"') ? '' : path('place', 'end');
  const xml = bpmn('hostile', `<bpmn:startEvent id="start"/>${content}<bpmn:endEvent id="end"/>${path('start', first)}${leaves}`, ROOT);
  const result = await parseBpmn(xml, 'hostile.bpmn');
  if (result.kind === 'refused') throw new Error(result.findings.map((finding) => finding.message).join('\n'));
  const [definition] = result.definitions;
  if (definition === undefined) throw new Error('Expected a process, but found none.');
  return definition;
}

const START: Command = {
  kind: 'start',
  instanceId: asInstanceId('i'),
  definitionId: asDefinitionId('d'),
  businessKey: null,
  startEventId: null,
  variables: VARIABLES,
  rootInstanceId: asInstanceId('i'),
  caller: null,
};

describe('a hostile expression', function () {
  this.timeout(60_000);
  // A short limit, because what is looked at here is that every place has it.
  const riskyFeel = createBoundedEvaluator({ timeLimitMs: 30 });
  const parts: BoundedParts = {
    decide,
    environment: { evaluate: createEvaluator(), stepBudget: 1_000, instanceBudget: 100_000 },
    riskyFeel,
  };
  before(() => riskyFeel.warmUp());
  after(() => riskyFeel.close());

  async function send(definition: ProcessDefinition, state: InstanceState | null, command: Command): Promise<Decision> {
    const decision = await decideBounded(parts, definition, state, command, NOW);
    if (decision.kind === 'rejected') throw new Error(decision.message);
    return decision;
  }

  for (const [name, content] of PLACES) {
    it(`becomes an incident as ${name}`, async () => {
      const definition = await definitionOf(content);
      const before = process.threadCpuUsage();
      let { state } = await send(definition, null, START);
      const job = Object.values(state.waits).find((wait) => wait.kind === 'job' || wait.kind === 'task');
      if (job?.kind === 'job') ({ state } = await send(definition, state, { kind: 'completeJob', jobId: job.id, variables: {} }));
      const { user, system } = process.threadCpuUsage(before);
      const incidents = Object.values(state.incidents);
      expect(incidents.map((incident) => incident.elementId)).to.include('place');
      expect(incidents[0]?.message).to.match(/was stopped/);
      expect((user + system) / 1_000, 'milliseconds of the main thread').to.be.below(MAIN_MS);
    });
  }

  it('costs one command no more than a few of them: the rest fails at once', async () => {
    const items = Array.from({ length: 500 }, (_, index) => index);
    const hostile = `matches(text + string(i), &quot;^(a+)+$&quot;)`;
    const definition = await definitionOf(
      `<bpmn:userTask id="place">${extension(`<zeebe:ioMapping><zeebe:input source="=${hostile}" target="x"/></zeebe:ioMapping>`)}<bpmn:multiInstanceLoopCharacteristics>${extension('<zeebe:loopCharacteristics inputCollection="=list" inputElement="i"/>')}</bpmn:multiInstanceLoopCharacteristics></bpmn:userTask>`,
    );
    const { state } = await send(definition, null, { ...START, variables: { ...VARIABLES, list: items } });
    expect(Object.keys(state.incidents)).to.have.length(500);
    const refused = Object.values(state.incidents).filter(({ message }) => message.includes(`at most ${MAX_STOPPED} expressions`));
    expect(refused.length).to.be.at.least(400);
  });

  it('is told from a harmless one: five hundred regular expressions in one command have their values', async () => {
    const items = Array.from({ length: 500 }, (_, index) => index);
    const definition = await definitionOf(
      `<bpmn:userTask id="place">${extension('<zeebe:ioMapping><zeebe:input source="=matches(string(i), &quot;^[0-9]*[02468]$&quot;)" target="isEven"/></zeebe:ioMapping>')}<bpmn:multiInstanceLoopCharacteristics>${extension('<zeebe:loopCharacteristics inputCollection="=list" inputElement="i"/>')}</bpmn:multiInstanceLoopCharacteristics></bpmn:userTask>`,
    );
    const { state } = await send(definition, null, { ...START, variables: { ...VARIABLES, list: items } });
    expect(state.incidents).to.deep.equal({});
    const values = Object.values(state.variables).flatMap((scope) => (scope['isEven'] === undefined ? [] : [scope['isEven']]));
    expect(values).to.deep.equal(items.map((item) => item % 2 === 0));
  });

  it('may stand in a loop of flows: each round has its value, and the command is cut where it would repeat too much', async () => {
    const definition = await definitionOf(
      `<bpmn:exclusiveGateway id="again"/><bpmn:manualTask id="count">${extension('<zeebe:ioMapping><zeebe:output source="=n + 1" target="n"/></zeebe:ioMapping>')}</bpmn:manualTask><bpmn:exclusiveGateway id="place" default="other"/>${path('again', 'count', 'place')}<bpmn:sequenceFlow id="other" sourceRef="place" targetRef="end"/><bpmn:sequenceFlow id="back" sourceRef="place" targetRef="again"><bpmn:conditionExpression xsi:type="bpmn:tFormalExpression">=matches(string(n), &quot;^[0-9]{1,2}$&quot;)</bpmn:conditionExpression></bpmn:sequenceFlow>`,
    );
    let decision = await send(definition, null, START);
    let commands = 1;
    while (decision.effects.some((effect) => effect.kind === 'continueLater')) {
      decision = await send(definition, decision.state, { kind: 'continue' });
      commands += 1;
    }
    expect(decision.state.status).to.equal('completed');
    expect(decision.state.variables[ROOT_SCOPE_ID]?.['n']).to.equal(100);
    expect(commands).to.be.within(2, 20);
  });
});
