import { expect } from 'chai';
import { queryOf } from '../../../../modules/inbox/ui/inbox-query.ts';

describe('the address of the inbox', () => {
  it('asks for all tasks, the most pressing first, when it says nothing', () => {
    expect(queryOf({})).to.deep.equal({ filter: 'all', sort: 'dueAt' });
  });

  it('asks for what it says', () => {
    expect(queryOf({ filter: 'overdue', sort: '-createdAt', search: 'birch', process: 'order-to-cash' })).to.deep.equal({
      filter: 'overdue',
      sort: '-createdAt',
      search: 'birch',
      processId: 'order-to-cash',
    });
  });

  it('counts what it does not know as not said', () => {
    expect(queryOf({ filter: 'everything', sort: 'colour', search: '' })).to.deep.equal({ filter: 'all', sort: 'dueAt' });
  });
});
