import { expect } from 'chai';
import { boardOf } from '../../../../modules/crm/ui/deal-board.ts';

const stages = [
  { value: 'new', label: 'New' },
  { value: 'offer', label: 'Offer' },
];
const deals = [
  { id: '1', stage: 'new', amount: '0.1', currency: 'EUR' },
  { id: '2', stage: 'new', amount: '0.2', currency: 'EUR' },
  { id: '3', stage: 'new', amount: '5', currency: 'CZK' },
  { id: '4', stage: 'new', amount: null, currency: 'EUR' },
];

describe('the board of deals', () => {
  it('has a column for every stage, in their order, also for an empty one', () => {
    const board = boardOf(deals, stages, 'stage', 'amount');
    expect(board.map(({ label, deals: own }) => [label, own.length])).to.deep.equal([
      ['New', 4],
      ['Offer', 0],
    ]);
  });

  it('sums exactly, each currency by itself', () => {
    expect(boardOf(deals, stages, 'stage', 'amount')[0]?.sums).to.deep.equal([
      { currency: 'EUR', sum: '0.3' },
      { currency: 'CZK', sum: '5' },
    ]);
  });
});
