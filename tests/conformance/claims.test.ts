import { expect } from 'chai';
import { openSimulation } from '../../engine/command/simulation-files.ts';
import { runClaim } from './claim.ts';
import { CHAPTERS } from './claims/index.ts';
import { executedConstructs, visitedConstructs } from './construct.ts';

describe('what the coverage page claims', () => {
  const simulator = openSimulation();
  const shown = new Set<string>();
  after(() => simulator.close());

  for (const { title, claims } of CHAPTERS) {
    describe(title, () => {
      for (const claim of claims) {
        it(claim.title, async () => {
          const { definitions, result } = await runClaim(simulator, claim);
          expect(result.differences).to.deep.equal([]);
          for (const construct of visitedConstructs(definitions, result)) shown.add(construct);
        });
      }
    });
  }

  describe('as a whole', () => {
    it('covers everything that the tables of the model call executed', () => {
      expect(executedConstructs().filter((construct) => !shown.has(construct))).to.deep.equal([]);
    });
  });
});
