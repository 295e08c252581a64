import { isDeepStrictEqual } from 'node:util';
import { expect } from 'chai';
import fc from 'fast-check';
import type { Command } from '../../engine/kernel/index.ts';
import { decide } from '../../engine/kernel/index.ts';
import { BEGIN, ENVIRONMENT } from '../engine/kernel/support/run.ts';
import { define } from '../engine/kernel/support/define.ts';
import { anyBlock } from './block.ts';
import { copyOf } from './invariants.ts';
import { anyJumps, withJumps } from './jumps.ts';
import { processOf } from './lay-block.ts';
import { Player } from './player.ts';
import { anyCommand } from './random-command.ts';

const CASES = Math.ceil(Number(process.env['LANEWORK_TEST_CASES'] ?? 320) / 8);
const SEED = Number(process.env['LANEWORK_TEST_SEED'] ?? Math.floor(Math.random() * 2 ** 31));
/** Commands sent to each process. */
const COMMANDS = 25;
/** Element visits of one process, which may run in circles. */
const VISITS = 300;
/** Times that `continue` may be needed until nothing is left over. */
const MAX_ROUNDS = 2 * VISITS;

/** Sends a command and goes on with what its step budget leaves over. */
function settle(player: Player, command: Command): void {
  player.send(command);
  for (let rounds = 0; player.isActive && player.isPending; rounds += 1) {
    expect(rounds, 'continuations without an end').to.be.lessThan(MAX_ROUNDS);
    player.send({ kind: 'continue' });
  }
}

describe('the order among independent moves', function () {
  this.timeout(3_600_000);

  it(`is the same however the work is cut into commands, restarted in between (${CASES} cases, seed ${SEED})`, () => {
    fc.assert(
      fc.property(
        anyBlock,
        anyJumps,
        fc.array(fc.nat(1_000), { minLength: 5 }),
        fc.integer({ min: 1, max: 4 }),
        (block, jumps, choices, budget) => {
          const { nodes, flows } = withJumps(processOf(block), jumps);
          const definition = define(nodes, flows);
          const whole = new Player(definition, { stepBudget: 10_000, instanceBudget: VISITS });
          const cut = new Player(copyOf(definition), { stepBudget: budget, instanceBudget: VISITS });
          for (const player of [whole, cut]) player.start({ n: 0, k: 1 });
          settle(cut, { kind: 'continue' });
          for (let count = 0; whole.isActive && count < COMMANDS; count += 1) {
            const command = anyCommand(whole.state, false, (choices[count % choices.length] ?? 1) + count);
            if (command === null) break;
            for (const player of [whole, cut]) settle(player, command);
          }
          if (!isDeepStrictEqual(cut.records, whole.records))
            expect(cut.records, `records with budget ${budget}`).to.deep.equal(whole.records);
        },
      ),
      { numRuns: CASES, seed: SEED },
    );
  });

  it('needs nothing but the arguments: neither a clock, nor chance, nor what was decided before', () => {
    const definition = define(processOf({ kind: 'leaf', leaf: 'user' }).nodes, processOf({ kind: 'leaf', leaf: 'user' }).flows);
    const player = new Player(definition);
    player.start({ n: 0, k: 1 });
    const [wait] = Object.values(player.state.waits);
    const command: Command = { kind: 'completeTask', taskId: wait?.id ?? '', variables: {} };
    const [clock, chance] = [Date.now, Math.random];
    try {
      Date.now = Math.random = () => expect.fail('Expected neither clock nor chance to be asked.');
      const answers = [1, 2, 3].map(() => decide(ENVIRONMENT, definition, player.state, command, BEGIN));
      expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).to.equal(1);
    } finally {
      [Date.now, Math.random] = [clock, chance];
    }
  });
});
