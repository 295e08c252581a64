import { expect } from 'chai';
import fc from 'fast-check';
import { define } from '../engine/kernel/support/define.ts';
import { recordFigure, whole } from '../faults/figure.ts';
import type { Block } from './block.ts';
import { anyBlock } from './block.ts';
import { diagramText } from './diagram-text.ts';
import type { Jump } from './jumps.ts';
import { anyJumps, withJumps } from './jumps.ts';
import type { RandomProcess } from './lay-block.ts';
import { processOf } from './lay-block.ts';
import { Player } from './player.ts';
import { anyCommand, commandTowardsEnd } from './random-command.ts';

/*
 * LANEWORK_TEST_SEED repeats a run, LANEWORK_TEST_CASES makes a longer one (`npm run test:long`: 12,000): half of the cases are
 * block-structured, half have jumps. LANEWORK_TEST_SHRINK=no shows the first counterexample as it was found, without making it smaller.
 */
const CASES = Number(process.env['LANEWORK_TEST_CASES'] ?? 320);
const SEED = Number(process.env['LANEWORK_TEST_SEED'] ?? Math.floor(Math.random() * 2 ** 31));
/** Commands after which a block-structured process that has not ended counts as one that never will. */
const MAX_COMMANDS = 3_000;
/** Commands after which events that can come again and again do not come any more. */
const RESTLESS_COMMANDS = 12;
/** Commands sent to a process with jumps, which need not come to an end. */
const JUMP_COMMANDS = 40;
/** Element visits of a process with jumps, which may run in circles, before they become incidents. */
const JUMP_VISITS = 300;

const NO_SHRINK = process.env['LANEWORK_TEST_SHRINK'] === 'no';

const choicesArbitrary = fc.array(fc.nat(1_000), { minLength: 5, maxLength: 40 });
const budgetArbitrary = fc.constantFrom(1, 3, 1_000);

/** Runs a case; a failure tells the diagram and the commands so far beside what is wrong. */
function explained(process: RandomProcess, player: Player, action: () => void): void {
  try {
    action();
  } catch (error) {
    const commands = player.commands.map((command) => JSON.stringify(command)).join('\n');
    throw new Error(`${String(error)}\n\nThe diagram:\n${diagramText(process.nodes, process.flows)}\n\nThe commands:\n${commands}\n`, {
      cause: error,
    });
  }
}

function playToEnd(player: Player, choices: readonly number[]): void {
  player.start({ n: 0, k: 1 });
  for (let count = 0; player.isActive; count += 1) {
    expect(count, 'commands without an end').to.be.lessThan(MAX_COMMANDS);
    const choice = (choices[count % choices.length] ?? 1) + Math.floor(count / choices.length);
    if (choice % 17 === 0) player.pause();
    if (!player.isActive) return;
    const command = commandTowardsEnd(player.state, player.isPending, choice, count > RESTLESS_COMMANDS);
    if (command === null) expect.fail(`Expected something to do, but found ${JSON.stringify(player.state)}.`);
    player.send(command);
  }
}

function checkStructured(block: Block, choices: readonly number[], stepBudget: number): number {
  const process = processOf(block);
  const player = new Player(define(process.nodes, process.flows), { stepBudget });
  explained(process, player, () => {
    playToEnd(player, choices);
    const { state, ledger } = player;
    expect(state.status).to.equal('completed');
    expect([state.elementInstances, state.tokens, state.waits, state.incidents]).to.deep.equal([{}, {}, {}, {}]);
    player.checkReplay();
    ledger.checkGateways();
    const isUndisturbed = !player.records.some((record) => record.kind === 'elementCancelled');
    for (const [split, join] of isUndisturbed ? process.pairs : [])
      expect(ledger.lefts.get(join), `${join} joins ${split}`).to.equal(ledger.lefts.get(split));
  });
  return player.records.length;
}

function checkJumps(block: Block, jumps: readonly Jump[], choices: readonly number[], stepBudget: number): number {
  const process = withJumps(processOf(block), jumps);
  const player = new Player(define(process.nodes, process.flows), { stepBudget, instanceBudget: JUMP_VISITS });
  explained(process, player, () => {
    player.start({ n: choices[0] ?? 0, k: 1 });
    for (let count = 0; player.isActive && count < JUMP_COMMANDS; count += 1) {
      const choice = (choices[count % choices.length] ?? 1) + Math.floor(count / choices.length);
      if (choice % 17 === 0) player.pause();
      const command = player.isActive ? anyCommand(player.state, player.isPending, choice) : null;
      // Only joins that the standard does not let go on are left; `send` has checked that.
      if (command === null) break;
      player.send(command);
    }
    player.checkReplay();
  });
  return player.records.length;
}

describe('random processes', function () {
  this.timeout(3_600_000);
  const cases = Math.ceil(CASES / 2);
  let ended = 0;
  after(() => {
    recordFigure({
      row: 'random',
      figure: `${whole(ended)} processes, half of blocks, half with flows from anywhere to anywhere: each as its journal replays it`,
      command: `LANEWORK_TEST_CASES=${CASES} LANEWORK_TEST_SEED=${SEED} mocha tests/replay/random-process.test.ts`,
      seed: SEED,
      isMet: ended >= CASES,
    });
  });

  it(`of blocks come to their end under every order of events and restarts (${cases} cases, seed ${SEED})`, () => {
    let records = 0;
    fc.assert(
      fc.property(anyBlock, choicesArbitrary, budgetArbitrary, (block, choices, stepBudget) => {
        records += checkStructured(block, choices, stepBudget);
      }),
      { numRuns: cases, seed: SEED, endOnFailure: NO_SHRINK },
    );
    expect(records).to.be.greaterThan(cases);
    ended += cases;
  });

  it(`with flows from anywhere to anywhere rest only where the standard says so (${cases} cases, seed ${SEED})`, () => {
    let records = 0;
    fc.assert(
      fc.property(anyBlock, anyJumps, choicesArbitrary, budgetArbitrary, (block, jumps, choices, stepBudget) => {
        records += checkJumps(block, jumps, choices, stepBudget);
      }),
      { numRuns: cases, seed: SEED, endOnFailure: NO_SHRINK },
    );
    expect(records).to.be.greaterThan(cases);
    ended += cases;
  });
});
