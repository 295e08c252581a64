import { expect } from 'chai';
import { balanceOf, selectBalances, stateOf } from '../../../../modules/erp/ui/stock-balance.ts';

const balances = [
  { sku: 'B-2', itemName: 'Shelf', locationName: 'Main', onHand: '10', reserved: '10', available: '0' },
  { sku: 'A-1', itemName: 'Box', locationName: 'Main', onHand: '9.5', reserved: '0', available: '9.5' },
  { sku: 'C-3', itemName: 'Box, large', locationName: 'Yard', onHand: '0', reserved: '0', available: '0' },
].map(balanceOf);
const skus = (search: string, sort: string) => selectBalances(balances, search, sort).map((balance) => balance.sku);

describe('stock balances', () => {
  it('are ordered by quantity as numbers, not as texts', () => {
    expect(skus('', 'onHand')).to.deep.equal(['C-3', 'A-1', 'B-2']);
    expect(skus('', '-onHand')).to.deep.equal(['B-2', 'A-1', 'C-3']);
    expect(skus('', 'sku')).to.deep.equal(['A-1', 'B-2', 'C-3']);
  });

  it('are found by every word, in the item or the place', () => {
    expect(skus('box yard', 'sku')).to.deep.equal(['C-3']);
    expect(skus('BOX', 'sku')).to.deep.equal(['A-1', 'C-3']);
  });

  it('tell whether something is free', () => {
    expect(balances.map(stateOf)).to.deep.equal(['reserved', 'free', 'none']);
  });

  it('take a quantity that is none for zero', () => {
    expect(balanceOf({ onHand: null }).onHand).to.equal('0');
  });
});
