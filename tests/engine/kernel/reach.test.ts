import { expect } from 'chai';
import { factsOf } from '../../../engine/kernel/graph-facts.ts';
import { asElementId } from '../../../engine/model/index.ts';
import { define, inclusive, start, task } from './support/define.ts';

const definition = define(
  [start('S'), inclusive('O'), task('A'), task('B'), task('C'), inclusive('J'), task('Z')],
  ['S > O', 'O > A', 'O > B', 'A > J', 'B > J', 'C > J', 'J > Z', 'back: Z > O'],
);
const reach = factsOf(definition).reachOf(asElementId('J'));
const comes = (node: string, ...flows: readonly string[]) => reach.comesTo(asElementId(node), reach.setOf(flows.map(asElementId)));

describe('what a token can come to', () => {
  it('is known by node and set of flows', () => {
    expect(comes('A', 'A_J')).to.equal(true);
    expect(comes('A', 'B_J', 'C_J')).to.equal(false);
    expect(comes('O', 'B_J', 'C_J')).to.equal(true);
    expect(comes('S', 'C_J')).to.equal(false);
  });

  it('is nothing through the gateway itself, from a node that does not exist, and for no flows', () => {
    expect(comes('J', 'A_J', 'B_J', 'C_J')).to.equal(false);
    expect(comes('Z', 'A_J')).to.equal(true);
    expect(comes('Nowhere', 'A_J')).to.equal(false);
    expect(comes('A')).to.equal(false);
  });

  it('is told for more flows than one word has bits', () => {
    const many = Array.from({ length: 100 }, (_, index) => `T${index}`);
    const wide = define(
      [start('S'), ...many.map((id) => task(id)), inclusive('J')],
      many.flatMap((id) => [`S > ${id}`, `${id} > J`]),
    );
    const all = factsOf(wide).reachOf(asElementId('J'));
    expect(all.flowsFrom(asElementId('S'))).to.have.length(100);
    expect(all.flowsFrom(asElementId('T70'))).to.deep.equal(['T70_J']);
    expect(all.comesTo(asElementId('T70'), all.setOf([asElementId('T70_J')]))).to.equal(true);
    expect(all.comesTo(asElementId('T70'), all.setOf([asElementId('T6_J'), asElementId('T38_J')]))).to.equal(false);
  });
});
