import { expect } from 'chai';
import { parseChange } from '../../../designer/kit/api/change.ts';
import { keys, staleAfter } from '../../../designer/kit/api/keys.ts';

describe('a change that the server announces', () => {
  it('makes stale what shows it', () => {
    expect(staleAfter({ topic: 'task' })).to.deep.include(keys.tasks);
    expect(staleAfter({ topic: 'incident' })).to.deep.include(keys.instances);
    expect(staleAfter({ topic: 'record', recordType: 'erp.invoice' })).to.deep.equal([['records', 'erp.invoice']]);
    expect(staleAfter({ topic: 'record' })).to.deep.equal([keys.records]);
  });

  it('is read from the event', () => {
    expect(parseChange('{"topic":"task","id":"1.2"}')).to.deep.equal({ topic: 'task', id: '1.2' });
  });

  it('is passed over when this version of the application does not know its topic', () => {
    expect(parseChange('{"topic":"weather"}')).to.equal(null);
    expect(parseChange('[]')).to.equal(null);
    expect(parseChange(undefined)).to.equal(null);
  });
});
