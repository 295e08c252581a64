import { expect } from 'chai';
import { EXECUTED_NODES, isExecutedEvent, isExecutedNode } from '../../../engine/model/index.ts';
import { REGISTRY } from '../../../engine/kernel/registry.ts';

describe('the table of executed elements', () => {
  it('names exactly the elements that have a handler', () => {
    const executed = Object.entries(EXECUTED_NODES)
      .filter(([, isExecuted]) => isExecuted)
      .map(([kind]) => kind);
    expect(Object.keys(REGISTRY.nodes)).to.have.members(executed);
  });

  it('answers for nodes and for event definitions in their positions', () => {
    expect(isExecutedNode('userTask')).to.equal(true);
    expect(isExecutedEvent('boundary', 'timer')).to.equal(true);
    expect(isExecutedEvent('end', 'timer')).to.equal(false);
  });
});
