import { expect } from 'chai';
import fc from 'fast-check';
import type { Command } from '../../engine/kernel/index.ts';
import type { InstanceState, Wait } from '../../engine/state/index.ts';
import { ROOT_SCOPE_ID } from '../../engine/model/index.ts';
import { applyRecords } from '../../engine/state/index.ts';
import { define } from '../engine/kernel/support/define.ts';
import { Run } from '../engine/kernel/support/run.ts';
import { anyBlock, processOf } from './random-process.ts';

const CASES = Number(process.env['LANEWORK_TEST_CASES'] ?? 320);
/** Commands after which a process that has not ended counts as one that never will. */
const MAX_COMMANDS = 3_000;
/** Set LANEWORK_TEST_SEED to repeat a run, LANEWORK_TEST_CASES for a longer one. */
const SEED = Number(process.env['LANEWORK_TEST_SEED'] ?? Math.floor(Math.random() * 2 ** 31));

/** The command that ends a wait; sometimes an error or a failed attempt instead. */
function commandFor(wait: Wait, choice: number): Command {
  switch (wait.kind) {
    case 'task':
      return choice % 11 === 0
        ? { kind: 'throwError', waitId: wait.id, errorCode: 'X', message: '', variables: {} }
        : { kind: 'completeTask', taskId: wait.id, variables: { n: choice } };
    case 'job':
      if (choice % 7 === 0) return { kind: 'failJob', jobId: wait.id, retriesLeft: 0, message: 'failed' };
      return { kind: 'completeJob', jobId: wait.id, variables: { done: choice } };
    case 'timer':
      return { kind: 'fireTimer', timerId: wait.id };
    case 'message':
      return { kind: 'deliverMessage', subscriptionId: wait.id, variables: { n: choice } };
    case 'signal':
      return { kind: 'deliverSignal', subscriptionId: wait.id, variables: { n: choice } };
    case 'condition':
      return { kind: 'setVariables', scopeId: ROOT_SCOPE_ID, variables: { n: choice } };
    case 'calledInstance':
      return { kind: 'calledInstanceEnded', waitId: wait.id, outcome: { kind: 'completed', variables: {} } };
  }
}

/** Nothing is stuck: an active instance waits for something, needs a person, or goes on by itself. */
function expectAlive(run: Run): void {
  const { state } = run;
  if (state.status !== 'active') return;
  const goesOn = run.latest.some((effect) => effect.kind === 'continueLater');
  expect(Object.keys(state.waits).length + Object.keys(state.incidents).length > 0 || goesOn, `stuck: ${JSON.stringify(state)}`).to.equal(
    true,
  );
}

/** Every part of the state belongs to something that is there. */
function expectConsistent(state: InstanceState): void {
  const ids = new Set(Object.keys(state.elementInstances));
  for (const instance of Object.values(state.elementInstances))
    expect(instance.scopeId === null || ids.has(instance.scopeId)).to.equal(true);
  for (const wait of Object.values(state.waits)) expect(ids.has(wait.elementInstanceId), `owner of ${JSON.stringify(wait)}`).to.equal(true);
  for (const token of Object.values(state.tokens)) expect(ids.has(token.scopeId)).to.equal(true);
  for (const incident of Object.values(state.incidents)) expect(ids.has(incident.elementInstanceId)).to.equal(true);
  for (const scopeId of Object.keys(state.variables)) expect(scopeId === ROOT_SCOPE_ID || ids.has(scopeId)).to.equal(true);
}

function nextCommand(run: Run, choice: number): Command {
  if (run.latest.some((effect) => effect.kind === 'continueLater')) return { kind: 'continue' };
  const [incident] = Object.values(run.state.incidents);
  if (incident !== undefined && choice % 2 === 0) return { kind: 'resolveIncident', incidentId: incident.id, retries: 1 };
  // Non-interrupting events that can come again and again are left alone most of the time, else nothing would ever end.
  const waits = Object.values(run.state.waits);
  const rare = waits.filter((wait) => !/^[SB]/.test(wait.elementId));
  const pool = rare.length > 0 && choice % 5 !== 0 ? rare : waits;
  const wait = pool[choice % Math.max(1, pool.length)];
  if (wait !== undefined) return commandFor(wait, choice);
  if (incident !== undefined) return { kind: 'resolveIncident', incidentId: incident.id, retries: 1 };
  throw new Error(`Expected something to do, but found ${JSON.stringify(run.state)}.`);
}

/** A pause changes nothing but that work left over by the step budget goes on. */
function suspendAndResume(run: Run): void {
  const before = run.waiting();
  const hadWork = run.latest.length > 0;
  run.do('suspend');
  expect(run.send({ kind: 'continue' })).to.equal('WRONG_STATUS');
  run.do('resume');
  if (!hadWork) expect(run.waiting()).to.deep.equal(before);
}

/** Plays an instance to its end, checking everything after every command (`Run` checks fold and JSON). */
function play(run: Run, choices: readonly number[]): void {
  run.start({ n: 0 });
  for (let count = 0; run.state.status === 'active'; count += 1) {
    expectAlive(run);
    expectConsistent(run.state);
    expect(count, `commands without an end, waiting: ${run.waiting().join(', ')}`).to.be.lessThan(MAX_COMMANDS);
    const choice = (choices[count % choices.length] ?? 1) + Math.floor(count / choices.length);
    if (choice % 17 === 0) suspendAndResume(run);
    if (run.state.status === 'active') run.send(nextCommand(run, choice));
  }
}

describe('random block-structured processes', function () {
  this.timeout(600_000);

  it(`come to their end under every order of events, and their records replay to their state (seed ${SEED})`, () => {
    let records = 0;
    fc.assert(
      fc.property(
        anyBlock,
        fc.array(fc.nat(1_000), { minLength: 5, maxLength: 40 }),
        fc.constantFrom(1, 3, 1_000),
        (block, choices, stepBudget) => {
          const { nodes, flows, pairs } = processOf(block);
          const run = new Run(define(nodes, flows), { stepBudget });
          play(run, choices);
          expect(run.state.status).to.equal('completed');
          expect([run.state.elementInstances, run.state.tokens, run.state.waits, run.state.incidents]).to.deep.equal([{}, {}, {}, {}]);
          expect(applyRecords(null, run.records)).to.deep.equal(run.state);
          if (run.cancelled().length === 0)
            for (const [split, join] of pairs) expect(run.visits(join), `${join} joins ${split}`).to.equal(run.visits(split));
          records += run.records.length;
        },
      ),
      { numRuns: CASES, seed: SEED },
    );
    expect(records).to.be.greaterThan(CASES);
  });
});
