import { expect } from 'chai';
import fc from 'fast-check';
import type { ElementId, Instruction, Placement, ProcessDefinition, TokenSelection } from '../../engine/model/index.ts';
import { asDefinitionId, asElementId, asElementInstanceId } from '../../engine/model/index.ts';
import type { ElementInstance, InstanceState } from '../../engine/state/index.ts';
import { applyRecords } from '../../engine/state/index.ts';
import { after, define } from '../engine/kernel/support/define.ts';
import { Run } from '../engine/kernel/support/run.ts';
import { anyBlock } from './block.ts';
import { chainThrower } from './invariants.ts';
import { processOf } from './lay-block.ts';
import { commandTowardsEnd, hasPendingWork } from './random-command.ts';

const CASES = Number(process.env['LANEWORK_TEST_CASES'] ?? 120);
const MAX_COMMANDS = 3_000;
/** Commands after which events that can come again and again do not come any more. */
const RESTLESS_COMMANDS = 12;
/** Repairs of one instance; after that it is left to come to its end. */
const MAX_REPAIRS = 25;
/** Commands between which an instance is migrated; after that it is left to come to its end. */
const MAX_MIGRATED_COMMANDS = 60;
/** Set LANEWORK_TEST_SEED to repeat a run, LANEWORK_TEST_CASES for a longer one. */
const SEED = Number(process.env['LANEWORK_TEST_SEED'] ?? Math.floor(Math.random() * 2 ** 31));

/** Commands after which tokens before a join, to which a modification has let nothing come any more, are given up. */
const PATIENCE = 300;

/** True when nothing is left but tokens before joins and events that may come again and again beside them. */
const onlyJoinsWait = (run: Run): boolean =>
  Object.keys(run.state.tokens).length > 0 && run.waiting().every((elementId) => /^[SB]/.test(elementId));

const at = <Value>(values: readonly Value[], choice: number): Value | undefined => values[choice % Math.max(1, values.length)];

function placement(run: Run, choice: number): Placement {
  const { nodes, flows } = run.definition;
  const onFlow = choice % 3 === 0;
  const id = asElementId(at(Object.keys(onFlow ? flows : nodes), Math.floor(choice / 3)) ?? '');
  const scope = choice % 4 === 0 ? at(Object.keys(run.state.elementInstances), choice) : undefined;
  return {
    place: onFlow ? { kind: 'flow', flowId: id } : { kind: choice % 5 === 0 ? 'after' : 'before', elementId: id },
    ancestorScopeId: scope === undefined ? null : asElementInstanceId(scope),
    loopInstance: choice % 7 === 0,
    variables: choice % 6 === 0 ? [{ elementId: null, variables: { n: choice } }] : [],
  };
}

function selection(run: Run, choice: number): TokenSelection {
  const instances = Object.values(run.state.elementInstances).filter(({ scopeId }) => scopeId !== null);
  const token = at(Object.keys(run.state.tokens), choice);
  if (token !== undefined && choice % 4 === 0) return { kind: 'token', tokenId: token };
  const instance = at(instances, choice);
  if (instance === undefined) return { kind: 'token', tokenId: '0' };
  return choice % 3 === 0
    ? { kind: 'element', elementId: instance.elementId }
    : { kind: 'elementInstance', elementInstanceId: instance.id };
}

function instructionFor(run: Run, choice: number): Instruction {
  if (choice % 3 === 0) return { kind: 'add', ...placement(run, choice) };
  if (choice % 5 === 0) return { kind: 'cancel', from: selection(run, choice) };
  return { kind: 'move', from: selection(run, choice), ...placement(run, choice + 1) };
}

const isLoopOf = (definition: ProcessDefinition, id: ElementId): boolean => {
  const node = definition.nodes[id];
  return node !== undefined && 'loop' in node && node.loop?.kind === 'multiInstance';
};

/** The counters of a multi-instance body say how many instances there are. */
function expectCounted(run: Run, body: ElementInstance, children: number): void {
  if (!isLoopOf(run.definition, body.elementId)) return;
  const counters = run.state.variables[body.id] ?? {};
  expect(counters['numberOfActiveInstances'], `active instances of ${JSON.stringify(body)}`).to.equal(children);
}

/** Every part belongs to something that is there, and no scope is empty: what can neither go on nor end would be stuck for ever. */
function expectSound(run: Run): void {
  const { state } = run;
  const ids = new Set(Object.keys(state.elementInstances));
  const has = (id: string | null): boolean => id === null || ids.has(id);
  for (const instance of Object.values(state.elementInstances)) expect(has(instance.scopeId)).to.equal(true);
  for (const owned of [...Object.values(state.waits), ...Object.values(state.incidents)])
    expect(has(owned.elementInstanceId), JSON.stringify(owned)).to.equal(true);
  for (const token of Object.values(state.tokens)) expect(has(token.scopeId)).to.equal(true);
  const goesOn = hasPendingWork(state);
  if (state.status !== 'active' || goesOn) return;
  for (const scope of Object.values(state.elementInstances)) {
    const isScope = scope.isLoopBody || run.definition.containers[scope.elementId] !== undefined;
    const children = Object.values(state.elementInstances).filter(({ scopeId }) => scopeId === scope.id).length;
    const tokens = Object.values(state.tokens).filter(({ scopeId }) => scopeId === scope.id).length;
    const hasIncident = Object.values(state.incidents).some(({ elementInstanceId }) => elementInstanceId === scope.id);
    if (isScope && scope.status === 'active' && !hasIncident)
      expect(children + tokens, `content of ${JSON.stringify(scope)} in ${JSON.stringify(state)}`).to.be.greaterThan(0);
    if (scope.isLoopBody && scope.status === 'active') expectCounted(run, scope, children);
    // What is active and no scope waits for something.
    const waits = Object.values(state.waits).filter(({ elementInstanceId }) => elementInstanceId === scope.id).length;
    const isGateway = run.definition.nodes[scope.elementId]?.kind === 'complexGateway';
    const isThrower = Object.values(state.elementInstances).some((other) => chainThrower(other) === scope.id);
    if (!isScope && !isGateway && !isThrower && !hasIncident) expect(waits, `waits of ${JSON.stringify(scope)}`).to.be.greaterThan(0);
  }
}

/** The same value with the ids of elements and flows replaced. */
function renamed<Value>(value: Value, names: ReadonlyMap<string, string>): Value {
  if (typeof value === 'string') return (names.get(value) ?? value) as Value; // A text stays a text.
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((each) => renamed(each, names)) as Value; // A list of the same things.
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [names.get(key) ?? key, renamed(each, names)])) as Value; // The same members.
}

/** A definition that says the same with other ids, and how the ids are mapped. */
function twinOf(definition: ProcessDefinition): { readonly twin: ProcessDefinition; readonly names: ReadonlyMap<string, string> } {
  const names = new Map([...Object.keys(definition.nodes), ...Object.keys(definition.flows)].map((id) => [id, `${id}_twin`]));
  return { twin: renamed(definition, names), names };
}

/** Migrates to the other definition; unless events are rebuilt, nothing but names may differ. */
function migrate(run: Run, target: ProcessDefinition, names: ReadonlyMap<string, string>, rebuildEvents: boolean): void {
  const before = run.state;
  const definitionId = asDefinitionId(before.definitionId === 'target' ? 'definition' : 'target');
  run.environment = { ...run.environment, definitionOf: () => target };
  const hadWork = run.latest.some((effect) => effect.kind === 'continueLater');
  const answer = run.send({ kind: 'migrate', definitionId, mapping: Object.fromEntries(names), rebuildEvents });
  expect(answer, `the migration of ${JSON.stringify(before)}`).to.not.be.a('string');
  run.definition = target;
  if (!rebuildEvents) expect(run.state).to.deep.equal({ ...renamed(before, names), definitionId });
  // What the step budget had left over is still to be done; the effect that says so was that of an earlier command.
  if (hadWork) run.send({ kind: 'continue' });
}

/** The same process with one more boundary event, a timer that does not interrupt, at every task and sub-process. */
function withReminders(definition: ProcessDefinition): ProcessDefinition {
  const [nodes, flows, containers] = [{ ...definition.nodes }, { ...definition.flows }, { ...definition.containers }];
  for (const node of Object.values(definition.nodes)) {
    const content = containers[node.scopeId];
    if (!('boundaryEventIds' in node) || node.isForCompensation || node.kind === 'eventSubProcess' || content === undefined) continue;
    const [event, last, flow] = [asElementId(`B${node.id}z`), asElementId(`E${node.id}z`), asElementId(`${node.id}z`)];
    const common = { name: null, scopeId: node.scopeId, lanes: [], inputMappings: [], outputMappings: [], line: 1 } as const;
    nodes[node.id] = { ...node, boundaryEventIds: [...node.boundaryEventIds, event] };
    nodes[event] = {
      ...common,
      kind: 'boundaryEvent',
      id: event,
      incoming: [],
      outgoing: [flow],
      attachedToId: node.id,
      isInterrupting: false,
      isParallelMultiple: false,
      definitions: [after('PT5M')],
    };
    nodes[last] = { ...common, kind: 'endEvent', id: last, incoming: [flow], outgoing: [], definitions: [{ kind: 'none' }], job: null };
    flows[flow] = { id: flow, name: null, scopeId: node.scopeId, sourceId: event, targetId: last, condition: null, line: 1 };
    containers[node.scopeId] = { ...content, nodeIds: [...content.nodeIds, event, last], flowIds: [...content.flowIds, flow] };
  }
  return { ...definition, nodes, flows, containers };
}

/** A state without what counts on: the number for the next id. */
const withoutCounter = ({ nextId: _nextId, definitionId: _definitionId, ...rest }: InstanceState): object => rest;

/** Migrates there and back again: what the other definition has opened is closed, and nothing else has changed. False when a visit has no place. */
function thereAndBack(run: Run, target: ProcessDefinition): boolean {
  const [before, source] = [run.state, run.definition];
  const go = (definition: ProcessDefinition, name: string): boolean => {
    run.environment = { ...run.environment, definitionOf: () => definition };
    if (run.send({ kind: 'migrate', definitionId: asDefinitionId(name), mapping: {}, rebuildEvents: false }) === 'MIGRATION_REFUSED')
      return false;
    run.definition = definition;
    return true;
  };
  if (!go(target, 'other')) return false;
  expectSound(run);
  expect(Object.keys(run.state.waits).length).to.be.at.least(Object.keys(before.waits).length);
  expect(go(source, before.definitionId), 'the way back').to.equal(true);
  expect(withoutCounter(run.state)).to.deep.equal(withoutCounter(before));
  return go(target, 'other');
}

function expectReplays(run: Run): void {
  expect(applyRecords(null, run.records) satisfies InstanceState).to.deep.equal(run.state);
}

describe('random processes that are repaired', function () {
  this.timeout(600_000);

  it(`stay sound under random modifications (seed ${SEED})`, () => {
    let accepted = 0;
    fc.assert(
      fc.property(
        anyBlock,
        fc.array(fc.nat(1_000), { minLength: 5, maxLength: 40 }),
        fc.constantFrom(1, 3, 1_000),
        (block, choices, stepBudget) => {
          const { nodes, flows } = processOf(block);
          const run = new Run(define(nodes, flows), { stepBudget });
          run.start({ n: 0, k: 1 });
          let repairs = 0;
          for (let count = 0; run.state.status === 'active'; count += 1) {
            expectSound(run);
            expect(count, `commands without an end, waiting: ${run.waiting().join(', ')}`).to.be.lessThan(MAX_COMMANDS);
            const choice = (choices[count % choices.length] ?? 1) + Math.floor(count / choices.length);
            const hasWork = hasPendingWork(run.state);
            if (repairs < MAX_REPAIRS && choice % 3 === 0 && !hasWork) {
              const instructions = [instructionFor(run, choice), ...(choice % 2 === 0 ? [instructionFor(run, choice * 7 + 1)] : [])];
              const answer = run.send({ kind: 'modify', instructions });
              if (typeof answer === 'string') expect(answer).to.equal('MODIFICATION_REFUSED');
              else accepted += 1;
              repairs += 1;
              continue;
            }
            const isOver = count > PATIENCE && onlyJoinsWait(run);
            const next = commandTowardsEnd(run.state, hasPendingWork(run.state), choice, count > RESTLESS_COMMANDS);
            run.send((isOver ? null : next) ?? { kind: 'cancel' });
          }
          expect([run.state.elementInstances, run.state.tokens, run.state.waits, run.state.incidents]).to.deep.equal([{}, {}, {}, {}]);
          expectReplays(run);
        },
      ),
      { numRuns: CASES, seed: SEED },
    );
    expect(accepted).to.be.greaterThan(CASES / 4);
  });

  it(`go on to their end under every migration between twins, and only names change (seed ${SEED})`, () => {
    fc.assert(
      fc.property(
        anyBlock,
        fc.array(fc.nat(1_000), { minLength: 5, maxLength: 40 }),
        fc.constantFrom(1, 3, 1_000),
        (block, choices, stepBudget) => {
          const { nodes, flows } = processOf(block);
          const source = define(nodes, flows);
          const { twin, names } = twinOf(source);
          const back = new Map([...names].map(([from, to]) => [to, from]));
          const run = new Run(source, { stepBudget });
          run.start({ n: 0, k: 1 });
          for (let count = 0; run.state.status === 'active'; count += 1) {
            expectSound(run);
            expect(count, `commands without an end, waiting: ${run.waiting().join(', ')}`).to.be.lessThan(MAX_COMMANDS);
            const choice = (choices[count % choices.length] ?? 1) + Math.floor(count / choices.length);
            if (choice % 3 === 0 && count < MAX_MIGRATED_COMMANDS)
              migrate(run, run.definition === source ? twin : source, run.definition === source ? names : back, choice % 4 === 0);
            if (run.state.status !== 'active') break;
            const command = commandTowardsEnd(run.state, hasPendingWork(run.state), choice, count > RESTLESS_COMMANDS);
            if (command === null) throw new Error(`Expected something to do, but found ${JSON.stringify(run.state)}.`);
            run.send(command);
          }
          expect(run.state.status).to.equal('completed');
          expectReplays(run);
        },
      ),
      { numRuns: CASES, seed: SEED },
    );
  });

  it(`open what a version adds, close it on the way back, and come to their end on it (seed ${SEED})`, () => {
    fc.assert(
      fc.property(
        anyBlock,
        fc.array(fc.nat(1_000), { minLength: 5, maxLength: 40 }),
        fc.constantFrom(1, 3, 1_000),
        (block, choices, stepBudget) => {
          const { nodes, flows } = processOf(block);
          const source = define(nodes, flows);
          const target = withReminders(source);
          const run = new Run(source, { stepBudget });
          run.start({ n: 0, k: 1 });
          for (let count = 0; run.state.status === 'active'; count += 1) {
            expectSound(run);
            expect(count, `commands without an end, waiting: ${run.waiting().join(', ')}`).to.be.lessThan(MAX_COMMANDS);
            const choice = (choices[count % choices.length] ?? 1) + Math.floor(count / choices.length);
            if (run.definition === source && choice % 3 === 0 && !hasPendingWork(run.state)) thereAndBack(run, target);
            const command = commandTowardsEnd(run.state, hasPendingWork(run.state), choice, count > RESTLESS_COMMANDS);
            if (command === null) throw new Error(`Expected something to do, but found ${JSON.stringify(run.state)}.`);
            run.send(command);
          }
          expect(run.state.status).to.equal('completed');
          expectReplays(run);
        },
      ),
      { numRuns: CASES, seed: SEED },
    );
  });
});
