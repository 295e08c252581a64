import { expect } from 'chai';
import { MAX_STATES, explore } from './explore.ts';
import { JOINS } from './joins.ts';
import { RACES } from './races.ts';
import { parallel, start, userTask } from '../engine/kernel/support/define.ts';

describe('every order of events and of due work', function () {
  this.timeout(60_000);

  for (const small of [...RACES, ...JOINS]) {
    it(`${small.name}: ${small.outcomes.join(', or ')}`, () => {
      const { outcomes, states } = explore(small);
      expect(outcomes).to.deep.equal([...small.outcomes].toSorted());
      expect(states).to.be.greaterThan(0);
    });
  }

  it(`is not followed past ${MAX_STATES} states`, () => {
    const tasks = Array.from({ length: 16 }, (_, index) => userTask(`A${index}`));
    const flows = tasks.flatMap(({ id }) => [`F > ${id}`]);
    const large = { name: 'large', nodes: [start('S'), parallel('F'), ...tasks], flows: ['S > F', ...flows], watch: [], outcomes: [] };
    expect(() => explore(large)).to.throw(`at most ${MAX_STATES} states of "large"`);
  });
});
